import { xxhash32 } from '../../src/core/xxhash32';

/** Of the reference implementation and of its ports to other languages. */
it.each([
  ['', 0x02cc5d05],
  ['a', 0x550d7456],
  ['as', 0x9d5a0464],
  ['asd', 0x3d83552b],
  ['asdf', 0x5e702c32],
  ['abc', 0x32d153ff],
  ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ['Call me Ishmael. Some years ago--never mind how long precisely-', 0x6f320359],
])('makes of %j what others make of it', (text, hash) => {
  const bytes = Buffer.from(`xx${text}y`);
  expect(xxhash32(bytes, 2, bytes.length - 1, 0)).toBe(hash);
});
