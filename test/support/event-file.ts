/** Reads TensorBoard event files, from the format alone. */
import { readFileSync } from 'node:fs';
import { maskedCrc32c } from '../../src/track/crc32c';

export interface ReadEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion: string | null;
  readonly scalars: readonly (readonly [string, number])[];
}

type Field = number | Uint8Array;

/** Any protocol buffer message as its fields: fixed-width ones as bytes. */
function fieldsOf(bytes: Uint8Array): [number, Field][] {
  const fields: [number, Field][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const key = varint();
    const wire = key & 7;
    fields.push([key >> 3, wire === 0 ? varint() : take(wire === 1 ? 8 : wire === 5 ? 4 : varint())]);
  }
  return fields;
}

function parseEvent(payload: Uint8Array): ReadEvent {
  const fields = new Map(fieldsOf(payload));
  const summary = fieldsOf((fields.get(5) as Uint8Array | undefined) ?? new Uint8Array());
  const version = fields.get(3) as Uint8Array | undefined;
  return {
    wallTime: Buffer.from(fields.get(1) as Uint8Array).readDoubleLE(),
    step: (fields.get(2) as number | undefined) ?? 0,
    fileVersion: version === undefined ? null : Buffer.from(version).toString(),
    scalars: summary.map(([, value]) => {
      const parts = new Map(fieldsOf(value as Uint8Array));
      const tag = Buffer.from(parts.get(1) as Uint8Array).toString();
      return [tag, Buffer.from(parts.get(2) as Uint8Array).readFloatLE()];
    }),
  };
}

/** A reader written from the format alone; it refuses wrong checksums. */
export function readEvents(path: string): ReadEvent[] {
  const file = readFileSync(path);
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    const payload = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 8)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    expect(file.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(payload));
    events.push(parseEvent(payload));
    at += 16 + length;
  }
  return events;
}
