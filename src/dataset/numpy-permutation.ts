/**
 * numpy's legacy generator, as far as choosing rows needs it: published row choices and splits were made with it
 * and can only be reproduced by it. Everything else in the project draws from core's Random.
 */

const STATE_WORDS = 624;
const SHIFT_WORDS = 397;

/** Seeds the state as `init_genrand` of the reference implementation does. */
function seededState(seed: number): Uint32Array {
  const state = new Uint32Array(STATE_WORDS);
  state[0] = seed;
  for (let i = 1; i < STATE_WORDS; i += 1) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  return state;
}

function renew(state: Uint32Array): void {
  for (let i = 0; i < STATE_WORDS; i += 1) {
    const joined = (state[i]! & 0x80000000) | (state[(i + 1) % STATE_WORDS]! & 0x7fffffff);
    const twist = (joined & 1) === 1 ? 0x9908b0df : 0;
    state[i] = state[(i + SHIFT_WORDS) % STATE_WORDS]! ^ (joined >>> 1) ^ twist;
  }
}

/**
 * MT19937: each call of the result yields 32 random bits as a whole number in [0, 2^32).
 *
 * @param seed whole number in [0, 2^32)
 * @throws RangeError for another seed
 * @see Matsumoto & Nishimura (1998), "Mersenne Twister", https://doi.org/10.1145/272991.272995
 */
export function mersenneTwister(seed: number): () => number {
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new RangeError(`mersenneTwister: expected a whole seed in [0, 2^32), got ${seed}`);
  }
  const state = seededState(seed);
  let position = STATE_WORDS;
  return () => {
    if (position === STATE_WORDS) {
      renew(state);
      position = 0;
    }
    let bits = state[position]!;
    position += 1;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

/** A whole number in [0, max], drawn by masking and rejecting as numpy's `random_interval` does. */
function boundedDraw(next: () => number, max: number): number {
  const mask = 2 ** (32 - Math.clz32(max)) - 1;
  for (;;) {
    const draw = (next() & mask) >>> 0;
    if (draw <= max) return draw;
  }
}

/**
 * `numpy.random.RandomState(seed).permutation(n)`. The first k entries are the rows that
 * `DataFrame.sample(k, random_state=seed)` of pandas picks from n rows.
 *
 * @param n whole number in [0, 2^31)
 * @param seed whole number in [0, 2^32)
 * @returns [n] the numbers 0..n-1 in random order
 * @throws RangeError for another n or seed
 */
export function numpyPermutation(n: number, seed: number): Int32Array {
  if (!(Number.isInteger(n) && n >= 0 && n < 2 ** 31)) {
    throw new RangeError(`numpyPermutation: expected a whole 0 <= n < 2^31, got ${n}`);
  }
  const next = mersenneTwister(seed);
  const order = Int32Array.from({ length: n }, (_, index) => index);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = boundedDraw(next, i);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
