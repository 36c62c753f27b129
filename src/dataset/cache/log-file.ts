/**
 * One file that holds a log as memory has it: sixteen bytes that say what it is, JSON, the arrays one after the other,
 * each from a multiple of eight on, and the SHA-256 of all that. Numbers are in the order of bytes of the machine.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileError, makeFolder, temporaryName } from '../../core/files';
import type { ContactLog } from '../contacts/contact-log';
import { kinds, packedLog, unpackedLog, type KindName, type LongArray } from './packed-log';

/** What is written, and by whom it can be read: another number for another meaning, or another ContactLog. */
export const FORMAT = 2;

const MAGIC = Buffer.from('dqn-log\n');
const HEAD = 16;
const ALIGNMENT = 8;
const HASH = 32;
/** Bytes that are read, written and hashed at once: what was read is still in the cache when it is hashed. */
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

function writeHashed(handle: number, bytes: Uint8Array, hash: Hash): void {
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + PIECE);
    const written = writeSync(handle, piece);
    hash.update(piece.subarray(0, written));
    at += written;
  }
}

/** @throws DamagedLogFile if the file ends before */
function fill(handle: number, bytes: Uint8Array, hash: Hash | null): void {
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + PIECE);
    const read = readSync(handle, piece);
    if (read === 0) throw new DamagedLogFile('it ends too early');
    hash?.update(piece.subarray(0, read));
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
  try {
    makeFolder(dirname(path));
    const handle = openSync(temporary, 'wx');
    try {
      const hash = createHash('sha256');
      for (const part of [head, text, ...arrays]) {
        const bytes = bytesOf(part);
        writeHashed(handle, bytes, hash);
        writeHashed(handle, new Uint8Array(padding(bytes.length)), hash);
      }
      writeSync(handle, hash.digest());
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    throw fileError('write', path, error);
  }
}

function readHeader(handle: number, size: number, hash: Hash): Header {
  const head = Buffer.alloc(HEAD);
  fill(handle, head, hash);
  const length = head.readUInt32LE(MAGIC.length);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC) || HEAD + length > size)
    throw new DamagedLogFile('it is no log');
  const text = Buffer.alloc(length + padding(length));
  fill(handle, text, hash);
  try {
    // What another program wrote is found out by the hash.
    return JSON.parse(text.toString('utf8', 0, length)) as Header;
  } catch {
    throw new DamagedLogFile('its header is no JSON');
  }
}

/** Bytes of a file with this header. */
function sizeOf(headerLength: number, { arrays }: Header): number {
  const bytes = arrays.map(({ kind, length }) => length * kinds[kind].BYTES_PER_ELEMENT);
  return bytes.reduce((sum, one) => sum + one + padding(one), headerLength + HASH);
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
    const hash = createHash('sha256');
    const header = readHeader(handle, size, hash);
    if (header.format !== FORMAT || header.key !== key || header.endianness !== endianness)
      throw new DamagedLogFile('it is another log');
    // Before memory is asked for: a file that was cut is known by its length.
    const text = Buffer.byteLength(JSON.stringify(header));
    if (sizeOf(HEAD + text + padding(text), header) !== size)
      throw new DamagedLogFile('it has another length');
    const arrays = header.arrays.map(({ kind, length }): LongArray => {
      const values = new kinds[kind](length);
      fill(handle, bytesOf(values), hash);
      fill(handle, new Uint8Array(padding(values.byteLength)), hash);
      return values;
    });
    const found = Buffer.alloc(HASH);
    fill(handle, found, null);
    if (!found.equals(hash.digest())) throw new DamagedLogFile('its checksum is another one');
    return unpackedLog({ skeleton: header.skeleton, arrays });
  } finally {
    closeSync(handle);
  }
}
