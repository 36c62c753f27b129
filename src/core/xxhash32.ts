/**
 * xxHash, the variant of 32 bits (Yann Collet, BSD 2, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md): made
 * otherwise than MurmurHash3, so that what one of them confuses the other tells apart. It holds off no attacker.
 */
const PRIMES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1] as const;
const [P1, P2, P3, P4, P5] = PRIMES;

const rotated = (value: number, by: number) => (value << by) | (value >>> (32 - by));

const blockAt = (bytes: Uint8Array, at: number) =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

const mixed = (lane: number, block: number) => Math.imul(rotated((lane + Math.imul(block, P2)) | 0, 13), P1);

/** Of the 16-byte stripes, four lanes of them. @param seed of 32 bits */
function stripes(bytes: Uint8Array, from: number, end: number, seed: number): number {
  let [a, b, c, d] = [(seed + P1 + P2) | 0, (seed + P2) | 0, seed, (seed - P1) | 0];
  for (let at = from; at < end; at += 16) {
    a = mixed(a, blockAt(bytes, at));
    b = mixed(b, blockAt(bytes, at + 4));
    c = mixed(c, blockAt(bytes, at + 8));
    d = mixed(d, blockAt(bytes, at + 12));
  }
  return (rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18)) | 0;
}

/**
 * @param bytes of which those from `from` to before `to` are hashed
 * @param seed whole, of which the lowest 32 bits count
 * @returns 32 bits, from 0 to 2^32 - 1
 */
export function xxhash32(bytes: Uint8Array, from: number, to: number, seed: number): number {
  const own = seed | 0;
  let at = from + ((to - from) & ~15);
  let hash = at > from ? stripes(bytes, from, at, own) : (own + P5) | 0;
  hash = (hash + (to - from)) | 0;
  for (; at + 4 <= to; at += 4)
    hash = Math.imul(rotated((hash + Math.imul(blockAt(bytes, at), P3)) | 0, 17), P4);
  for (; at < to; at += 1) hash = Math.imul(rotated((hash + Math.imul(bytes[at]!, P5)) | 0, 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
