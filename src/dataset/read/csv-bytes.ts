/** The bytes of a text file, unpacked and made UTF-8, with the line of the first byte that is none. */
import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError, show } from '../../core/errors';
import { joined, PIECE, readFileBytes, type FileBytes } from './file-bytes';

/** What a schema may declare; the names are those of the WHATWG Encoding Standard. */
export const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];

/** Bytes of another encoding than was declared, and the one that reads them. */
export class EncodingError extends InputError {
  readonly encoding: Encoding;
  /** What speaks for it. */
  readonly found: string;

  constructor(place: string, expected: Encoding, found: string, encoding: Encoding) {
    super(
      `${place}: expected ${expected.toUpperCase()}, got ${found}; the schema's "encoding": "${encoding}" reads it so`,
    );
    this.encoding = encoding;
    this.found = found;
  }
}

const NEW_LINE = 0x0a;

/** Bytes that a file which is no text begins with, and what it is. */
const BINARY: readonly { readonly magic: Buffer; readonly kind: string }[] = [
  { magic: Buffer.from('PAR1'), kind: 'Parquet' },
  { magic: Buffer.from('PK\x03\x04'), kind: 'a ZIP archive (an Excel workbook is one)' },
];

/** Bytes that an encoding's byte order mark leaves no doubt about. */
const MARKS: readonly { readonly mark: Buffer; readonly encoding: Encoding }[] = [
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
];

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, at + 1)) lines += 1;
  return lines;
}

/** Where the last character of a piece begins that the piece may have cut in two; its length where none is. */
function wholeCharacters(bytes: Buffer): number {
  // A character has at most four bytes, the first of which is no 10xxxxxx.
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 4); at -= 1) {
    const byte = bytes[at]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** The first line, counted from 0, that is not UTF-8. */
function firstBadLine(bytes: Buffer): { readonly index: number; readonly byte: number } {
  let start = 0;
  for (let index = 0; ; index += 1) {
    const end = bytes.indexOf(NEW_LINE, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1);
    if (end < 0 || !isUtf8(line)) return { index, byte: line.find((byte) => byte >= 0x80) ?? 0 };
    start = end + 1;
  }
}

/** Passes UTF-8 on. @throws InputError with the line of the first byte that is none */
async function* utf8(file: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 1;
  const expectUtf8 = (bytes: Buffer) => {
    if (isUtf8(bytes)) return;
    const { index, byte } = firstBadLine(bytes);
    const hexadecimal = byte.toString(16).toUpperCase();
    const letter = show(new TextDecoder('windows-1252').decode(Uint8Array.of(byte)));
    const found = `the byte 0x${hexadecimal}, ${letter} in Windows-1252`;
    throw new EncodingError(`${file}:${lines + index}`, 'utf-8', found, 'windows-1252');
  };
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    rest = bytes.subarray(whole.length);
    expectUtf8(whole);
    lines += countLines(whole);
    yield whole;
  }
  expectUtf8(rest);
  yield rest;
}

/** Makes UTF-8 of another encoding. @throws InputError with a line before the first bytes that are no letter in it */
async function* decoded(
  file: string,
  encoding: Encoding,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 1;
  const decode = (...piece: Parameters<typeof decoder.decode>) => {
    try {
      return Buffer.from(decoder.decode(...piece));
    } catch (cause) {
      const found = 'got half a letter, or a file cut off';
      throw new InputError(`${file}: expected ${encoding.toUpperCase()} from line ${lines} on, ${found}`, {
        cause,
      });
    }
  };
  for await (const piece of pieces) {
    const text = decode(piece, { stream: true });
    lines += countLines(text);
    yield text;
  }
  yield decode();
}

/** Passes text on. @throws InputError with the line of the first NUL, which is no letter, and what it may come from */
async function* withoutNul(
  file: string,
  encoding: Encoding,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, undefined> {
  let lines = 1;
  for await (const piece of pieces) {
    const at = piece.indexOf(0);
    if (at >= 0) {
      // Of UTF-16 every other byte of a plain letter is NUL, the first of a file or the second.
      const likely = lines > 1 || at > 1 ? null : at === 0 ? 'utf-16be' : 'utf-16le';
      const hint =
        likely === null || encoding !== 'utf-8'
          ? ''
          : `; if it is UTF-16, the schema's "encoding": "${likely}" reads it so`;
      const line = lines + countLines(piece.subarray(0, at));
      throw new InputError(`${file}:${line}: expected text, got a NUL byte${hint}`);
    }
    lines += countLines(piece);
    yield piece;
  }
}

/** Unpacks what is packed by gzip. */
async function* unpacked(file: string, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  const gunzip = createGunzip({ chunkSize: PIECE });
  const source = Readable.from(packed, { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('Z_') !== true) throw error;
    throw new InputError(`${file}: expected a whole gzip file, got ${message}`, { cause: error });
  } finally {
    source.destroy();
  }
}

/**
 * Reads a text file, packed by gzip or not.
 *
 * @param file path, also the place in messages
 * @param encoding what it is declared to be
 * @returns UTF-8, byte order mark included
 * @throws InputError (from `pieces`) if it is no text, or not in this encoding
 */
export function readTextBytes(file: string, encoding: Encoding): FileBytes {
  const source = readFileBytes(file);
  async function* text(): AsyncGenerator<Buffer, undefined> {
    const { value: first } = await source.pieces.next();
    if (first === undefined) return;
    const isPacked = startsWith(first, Buffer.from([0x1f, 0x8b]));
    const all = joined(first, source.pieces);
    yield* checked(file, encoding, isPacked ? unpacked(file, all) : all);
  }
  return { ...source, pieces: text() };
}

/** @throws InputError if the bytes are no text, or have the mark of another encoding than was declared */
function expectText(file: string, encoding: Encoding, first: Buffer): void {
  const binary = BINARY.find(({ magic }) => startsWith(first, magic));
  if (binary !== undefined)
    throw new InputError(`${file}: expected CSV, got ${binary.kind}; export it as CSV`);
  const marked = MARKS.find(({ mark }) => startsWith(first, mark))?.encoding;
  if (marked === undefined || marked === encoding) return;
  throw new EncodingError(`${file}:1`, encoding, `the byte order mark of ${marked.toUpperCase()}`, marked);
}

/** UTF-8 of what is text. */
async function* checked(
  file: string,
  encoding: Encoding,
  pieces: AsyncGenerator<Buffer, undefined>,
): AsyncGenerator<Buffer, undefined> {
  try {
    const { value: first } = await pieces.next();
    if (first === undefined) return;
    expectText(file, encoding, first);
    const all = joined(first, pieces);
    const text = encoding === 'utf-8' ? utf8(file, all) : decoded(file, encoding, all);
    yield* withoutNul(file, encoding, text);
  } finally {
    await pieces.return(undefined);
  }
}
