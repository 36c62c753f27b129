/**
 * TensorBoard's events as bytes: the few fields of TensorFlow's `Event` message that scalars need, written by hand,
 * and the TFRecord frame around them.
 *
 * @see https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/core/util/event.proto
 * @see https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/core/framework/summary.proto
 */
import { maskedCrc32c } from './crc32c';

/** Protocol buffer keys: field number * 8 + wire type (0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes). */
const EVENT_WALL_TIME = 0x09;
const EVENT_STEP = 0x10;
const EVENT_FILE_VERSION = 0x1a;
const EVENT_SUMMARY = 0x2a;
const SUMMARY_VALUE = 0x0a;
const VALUE_TAG = 0x0a;
const VALUE_SIMPLE_VALUE = 0x15;

/** The first event of every file. @param wallSeconds seconds since 1970 */
export function fileVersionEvent(wallSeconds: number): Buffer {
  return Buffer.concat([wallTime(wallSeconds), field(EVENT_FILE_VERSION, Buffer.from('brain.Event:2'))]);
}

/**
 * One step's scalars.
 *
 * @param wallSeconds seconds since 1970
 * @param step a whole number >= 0
 * @param scalars pairs of tag and value; values are kept as float32
 */
export function scalarEvent(
  wallSeconds: number,
  step: number,
  scalars: readonly (readonly [string, number])[],
): Buffer {
  const values = scalars.map(([tag, value]) => {
    const simple = Buffer.alloc(5);
    simple.writeUInt8(VALUE_SIMPLE_VALUE);
    simple.writeFloatLE(value, 1);
    return field(SUMMARY_VALUE, Buffer.concat([field(VALUE_TAG, Buffer.from(tag)), simple]));
  });
  return Buffer.concat([
    wallTime(wallSeconds),
    Buffer.from([EVENT_STEP, ...varint(step)]),
    field(EVENT_SUMMARY, Buffer.concat(values)),
  ]);
}

/** Length, its checksum, payload, its checksum; all little endian. */
export function framed(payload: Buffer): Buffer {
  const length = Buffer.alloc(12);
  length.writeBigUInt64LE(BigInt(payload.length));
  length.writeUInt32LE(maskedCrc32c(length.subarray(0, 8)), 8);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(maskedCrc32c(payload));
  return Buffer.concat([length, payload, checksum]);
}

function wallTime(seconds: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(EVENT_WALL_TIME);
  bytes.writeDoubleLE(seconds, 1);
  return bytes;
}

function field(key: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([key, ...varint(content.length)]), content]);
}

/** Seven bits a byte, the lowest first; by division, since steps may exceed 32 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
