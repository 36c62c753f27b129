/**
 * Named random streams. A stream is named by a path such as `7/agent/replay`; forking appends to the name, so a
 * stream's numbers depend on the seed and its name alone, never on the order in which streams are made or used.
 */
import { alea } from 'seedrandom';
import type { Savable, SavedState } from './saved-state';

type AleaGenerator = ReturnType<typeof generatorFor>;
type AleaState = ReturnType<AleaGenerator['state']>;

function generatorFor(name: string) {
  return alea(name, { state: true });
}

export class Random implements Savable {
  readonly name: string;
  #generator: AleaGenerator;

  private constructor(name: string) {
    this.name = name;
    this.#generator = generatorFor(name);
  }

  /** @param seed any whole number, 0 included */
  static fromSeed(seed: number): Random {
    return new Random(String(seed));
  }

  /** A stream of its own, independent of how far this one has been used. */
  fork(name: string): Random {
    return new Random(`${this.name}/${name}`);
  }

  /** A number in [0, 1) with 32 random bits. */
  uniform(): number {
    return this.#generator();
  }

  /** A whole number in [0, n). @throws RangeError unless n is a positive whole number below 2^31 */
  integer(n: number): number {
    if (!(Number.isInteger(n) && n > 0 && n < 2 ** 31))
      throw new RangeError(`integer: expected 0 < n < 2^31, got ${n}`);
    return Math.floor(this.#generator() * n);
  }

  /** 32 random bits as a signed whole number; for seeding other generators. */
  int32(): number {
    return this.#generator.int32();
  }

  state(): SavedState {
    return { name: this.name, generator: { ...this.#generator.state() } };
  }

  /** @throws Error if the state belongs to a stream of another name */
  restore(state: SavedState): void {
    if (state.name !== this.name) {
      throw new Error(
        `random stream ${this.name}: cannot restore the state of ${JSON.stringify(state.name)}`,
      );
    }
    this.#generator = alea('', { state: state.generator as unknown as AleaState });
  }
}
