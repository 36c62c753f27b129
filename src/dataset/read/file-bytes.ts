/** The bytes of a file and their hash, of a file that stays as it is while it is read. */
import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { InputError } from '../../core/errors';

/** Bytes read at once: as many rows as stay in the processor's cache while their columns are read. */
export const PIECE = 2 ** 18;

export interface FileBytes {
  readonly pieces: AsyncGenerator<Buffer, undefined>;
  /** SHA-256 of the file's bytes, hexadecimal; of use when all pieces were taken. */
  readonly hash: () => string;
  /** Bytes of the file that the pieces taken so far were made of. */
  readonly bytesRead: () => number;
}

/**
 * @throws InputError (from `pieces`, after the last) if the file changed meanwhile
 * @throws what the file system says
 */
export function readFileBytes(file: string): FileBytes {
  const sha256 = createHash('sha256');
  let bytesRead = 0;
  async function* bytes(): AsyncGenerator<Buffer, undefined> {
    const before = await stat(file);
    for await (const piece of createReadStream(file, { highWaterMark: PIECE }) as AsyncIterable<Buffer>) {
      sha256.update(piece);
      bytesRead += piece.length;
      yield piece;
    }
    await expectUnchanged(file, before);
  }
  return { pieces: bytes(), hash: () => sha256.digest('hex'), bytesRead: () => bytesRead };
}

/** SHA-256 of a file's bytes, hexadecimal. @throws as `readFileBytes` */
export async function hashFile(file: string): Promise<string> {
  const { pieces, hash } = readFileBytes(file);
  while ((await pieces.next()).done !== true);
  return hash();
}

/** @throws InputError if the file is longer, shorter or newer than it was; of a pipe nothing can be said */
export async function expectUnchanged(file: string, before: Stats): Promise<void> {
  if (!before.isFile()) return;
  const { size, mtimeMs } = await stat(file);
  if (size === before.size && mtimeMs === before.mtimeMs) return;
  const found = size === before.size ? 'it was written to' : `${before.size} bytes became ${size}`;
  throw new InputError(`${file}: expected a file at rest, it changed while it was read: ${found}`);
}

/** The first bytes of a file, fewer where it is shorter; none of a pipe, which would lose them. */
export async function firstBytes(file: string, count: number): Promise<Buffer> {
  // Even to open a pipe and close it again would end who writes to it.
  if (!(await stat(file)).isFile()) return Buffer.alloc(0);
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A piece that was looked at, and those that follow it; who stops taking them stops their source too. */
export async function* joined(
  first: Buffer,
  others: AsyncGenerator<Buffer, undefined>,
): AsyncGenerator<Buffer, undefined> {
  try {
    yield first;
    yield* others;
  } finally {
    await others.return(undefined);
  }
}
