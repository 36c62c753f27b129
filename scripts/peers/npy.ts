/** Arrays as NumPy files: what contact-dqn and the peers hand each other. */
import { readFileSync, writeFileSync } from 'node:fs';

const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');

/**
 * Format version 1.0, little-endian, row by row.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function writeNpy(
  path: string,
  values: Float32Array | Float64Array | Int32Array,
  shape: readonly number[],
): void {
  const kind = values instanceof Int32Array ? 'i' : 'f';
  const type = `<${kind}${values.BYTES_PER_ELEMENT}`;
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  // The header ends in a line feed, and the data begins at a multiple of 64 bytes.
  const length = 64 * Math.ceil((MAGIC.length + 2 + description.length + 1) / 64) - MAGIC.length - 2;
  const header = Buffer.alloc(2 + length, ' ');
  header.writeUInt16LE(length, 0);
  header.write(description, 2, 'latin1');
  header.write('\n', 1 + length, 'latin1');
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(path, Buffer.concat([MAGIC, header, data]));
}

/** @throws Error unless the file holds 32-bit floats, row by row */
export function readNpy(path: string): { values: Float32Array; shape: number[] } {
  const bytes = readFileSync(path);
  const begin = MAGIC.length + 2 + bytes.readUInt16LE(MAGIC.length);
  const header = bytes.toString('latin1', MAGIC.length + 2, begin);
  const shape = /'shape': \(([^)]*)\)/.exec(header);
  if (!header.includes("'<f4'") || !header.includes("'fortran_order': False") || shape === null)
    throw new Error(`${path}: expected 32-bit floats row by row, got ${header.trim()}`);
  const data = bytes.subarray(begin);
  const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  return {
    values,
    shape: shape[1]!
      .split(',')
      .filter((part) => part.trim() !== '')
      .map(Number),
  };
}
