/**
 * One file that holds a log as memory has it: sixteen bytes that say what it is, JSON, the arrays one after the other,
 * each from a multiple of eight on, and the CRC-32 of all that, which finds what a disk or a stopped process spoils in half
 * the time of a SHA-256. Numbers are in the order of bytes of the machine.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { fileError, makeFolder } from '../../core/files';
import { removeAbandoned, temporaryName } from '../../core/temporary-names';
import type { ContactLog } from '../contacts/contact-log';
import { kinds, packedLog, unpackedLog, type KindName, type LongArray } from './packed-log';

/** What is written, and by whom it can be read: another number for another meaning, or another ContactLog. */
export const FORMAT = 3;

const MAGIC = Buffer.from('dqn-log\n');
const HEAD = 16;
const ALIGNMENT = 8;
const CHECKSUM = 4;
/** Bytes that are read, written and summed at once: what was read is still in the cache when it is summed. */
const PIECE = 2 ** 20;

interface Header {
  readonly format: number;
  readonly key: string;
  readonly endianness: string;
  readonly arrays: readonly { readonly kind: KindName; readonly length: number }[];
  readonly skeleton: unknown;
}

/** The file is none of ours, or not as it was written. */
export class DamagedLogFile extends Error {}

const endianness = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big';

function padding(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** CRC-32 of what it was given so far. */
class Checksum {
  #value = 0;

  add(bytes: Uint8Array): void {
    this.#value = crc32(bytes, this.#value);
  }

  /** [CHECKSUM] */
  bytes(): Buffer {
    const bytes = Buffer.alloc(CHECKSUM);
    bytes.writeUInt32LE(this.#value);
    return bytes;
  }
}

function writeSummed(handle: number, bytes: Uint8Array, checksum: Checksum): void {
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + PIECE);
    const written = writeSync(handle, piece);
    checksum.add(piece.subarray(0, written));
    at += written;
  }
}

/** @throws DamagedLogFile if the file ends before */
function fill(handle: number, bytes: Uint8Array, checksum: Checksum | null): void {
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + PIECE);
    const read = readSync(handle, piece);
    if (read === 0) throw new DamagedLogFile('it ends too early');
    checksum?.add(piece.subarray(0, read));
    at += read;
  }
}

/**
 * Writes a log under a temporary name and renames it.
 *
 * @param key what the log is, by which a reader knows it
 * @throws InputError if the folder cannot be written, or is full
 */
export function writeLogFile(path: string, key: string, log: ContactLog): void {
  const { skeleton, arrays } = packedLog(log);
  const header: Header = {
    ...{ format: FORMAT, key, endianness, skeleton },
    arrays: arrays.map(({ constructor, length }) => ({ kind: constructor.name as KindName, length })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.concat([MAGIC, Buffer.alloc(HEAD - MAGIC.length)]);
  head.writeUInt32LE(text.length, MAGIC.length);
  const temporary = temporaryName(path);
  removeAbandoned(path);
  try {
    makeFolder(dirname(path));
    const handle = openSync(temporary, 'wx');
    try {
      const checksum = new Checksum();
      for (const part of [head, text, ...arrays]) {
        const bytes = bytesOf(part);
        writeSummed(handle, bytes, checksum);
        writeSummed(handle, new Uint8Array(padding(bytes.length)), checksum);
      }
      writeSync(handle, checksum.bytes());
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw fileError('write', path, error);
  }
}

function readHeader(handle: number, size: number, checksum: Checksum): Header {
  const head = Buffer.alloc(HEAD);
  fill(handle, head, checksum);
  const length = head.readUInt32LE(MAGIC.length);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC) || HEAD + length > size)
    throw new DamagedLogFile('it is no log');
  const text = Buffer.alloc(length + padding(length));
  fill(handle, text, checksum);
  try {
    // What another program wrote is found out by the checksum.
    return JSON.parse(text.toString('utf8', 0, length)) as Header;
  } catch {
    throw new DamagedLogFile('its header is no JSON');
  }
}

/** Bytes of a file with this header. */
function sizeOf(headerLength: number, { arrays }: Header): number {
  const bytes = arrays.map(({ kind, length }) => length * kinds[kind].BYTES_PER_ELEMENT);
  return bytes.reduce((sum, one) => sum + one + padding(one), headerLength + CHECKSUM);
}

/**
 * @param key what was asked for
 * @throws DamagedLogFile if the file is not that, or not as it was written
 * @throws what the file system says
 */
export function readLogFile(path: string, key: string): ContactLog {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    const checksum = new Checksum();
    const header = readHeader(handle, size, checksum);
    if (header.format !== FORMAT || header.key !== key || header.endianness !== endianness)
      throw new DamagedLogFile('it is another log');
    // Before memory is asked for: a file that was cut is known by its length.
    const text = Buffer.byteLength(JSON.stringify(header));
    if (sizeOf(HEAD + text + padding(text), header) !== size)
      throw new DamagedLogFile('it has another length');
    const arrays = header.arrays.map(({ kind, length }): LongArray => {
      const values = new kinds[kind](length);
      fill(handle, bytesOf(values), checksum);
      fill(handle, new Uint8Array(padding(values.byteLength)), checksum);
      return values;
    });
    const found = Buffer.alloc(CHECKSUM);
    fill(handle, found, null);
    if (!found.equals(checksum.bytes())) throw new DamagedLogFile('its checksum is another one');
    return unpackedLog({ skeleton: header.skeleton, arrays });
  } finally {
    closeSync(handle);
  }
}
