/**
 * MurmurHash3, the variant x86_32 (Austin Appleby, public domain, https://github.com/aappleby/smhasher): a hash that every
 * language has, for what must come out the same in all of them. It hides nothing and holds off no attacker.
 */

const rotated = (value: number, by: number) => (value << by) | (value >>> (32 - by));

function mixedBlock(block: number): number {
  return Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

/**
 * @param bytes of which those from `from` to before `to` are hashed
 * @param seed whole, of which the lowest 32 bits count
 * @returns 32 bits, from 0 to 2^32 - 1
 */
export function murmur3(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let hash = seed | 0;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = (Math.imul(rotated(hash ^ mixedBlock(block), 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let last = to - 1; last >= at; last -= 1) tail = (tail << 8) | bytes[last]!;
  if (at < to) hash ^= mixedBlock(tail);
  hash ^= to - from;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
