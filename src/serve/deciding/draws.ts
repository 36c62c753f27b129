/** Numbers from 0 to below 1 by which is chosen what is tried. */
import { randomFillSync } from 'node:crypto';
import { Random } from '../../core/random';

export type Draws = () => number;

/** The same ones at every start, for tests and demonstrations. */
export function seededDraws(seed: number): Draws {
  const stream = Random.fromSeed(seed).fork('serve/exploration');
  return () => stream.uniform();
}

const KEPT = 1024;
const WORDS = 2 ** 32;

/** Numbers that nobody can foretell, of 32 random bits each. */
export function secretDraws(): Draws {
  const words = new Uint32Array(KEPT);
  let used = KEPT;
  return () => {
    if (used === KEPT) {
      randomFillSync(words);
      used = 0;
    }
    used += 1;
    return words[used - 1]! / WORDS;
  };
}
