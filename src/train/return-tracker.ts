/** The mean return of the episodes that ended last: how training feels, not how good the policy is. */
import { savedArray, savedNumber, type Savable, type SavedState } from '../core/saved-state';
import type { TimeStep } from '../env/time-step';

const EPISODES = 100;

export class ReturnTracker implements Savable {
  /** [lanes] undiscounted return of the running episode */
  readonly #running: Float64Array;
  /** Ring of the last returns. */
  readonly #ended = new Float64Array(EPISODES);
  #episodes = 0;

  constructor(lanes: number) {
    this.#running = new Float64Array(lanes);
  }

  observe({ rewards, last }: TimeStep): void {
    for (let lane = 0; lane < this.#running.length; lane += 1) {
      this.#running[lane]! += rewards[lane]!;
      if (last[lane] === 0) continue;
      this.#ended[this.#episodes % EPISODES] = this.#running[lane]!;
      this.#running[lane] = 0;
      this.#episodes += 1;
    }
  }

  /** Mean undiscounted return of the last 100 episodes or fewer; null before the first has ended. */
  mean(): number | null {
    const count = Math.min(this.#episodes, EPISODES);
    if (count === 0) return null;
    return this.#ended.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
  }

  state(): SavedState {
    return { running: this.#running.slice(), ended: this.#ended.slice(), episodes: this.#episodes };
  }

  restore(state: SavedState): void {
    this.#running.set(savedArray(state, 'running', Float64Array, this.#running.length));
    this.#ended.set(savedArray(state, 'ended', Float64Array, EPISODES));
    this.#episodes = savedNumber(state, 'episodes');
  }
}
