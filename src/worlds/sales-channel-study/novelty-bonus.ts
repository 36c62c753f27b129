/** The bonus for seldom seen states; the published one decays with the row of the pass, so hardly at all. */
import { distinctStates } from '../../env/distinct-states';
import type { ShapingConfig } from './shaping';

export class NoveltyBonus {
  /** [lanes, states] visits in this pass */
  readonly visits: Int32Array;
  readonly #stateOf: Int32Array;
  readonly #states: number;
  readonly #shaping: ShapingConfig;

  /** Memory is one counter per lane and different state. */
  constructor(
    { observations, features }: { readonly observations: Float32Array; readonly features: readonly string[] },
    lanes: number,
    shaping: ShapingConfig,
  ) {
    const { stateOf, count } = distinctStates(observations, features.length);
    this.#stateOf = stateOf;
    this.#states = count;
    this.#shaping = shaping;
    this.visits = new Int32Array(lanes * count);
  }

  /** Counts the visit of a row's state and pays for it. @param passed rows of the pass already behind */
  pay(lane: number, row: number, passed: number): number {
    const { noveltyBonus, noveltyCap, noveltyHorizon } = this.#shaping;
    const visited = lane * this.#states + this.#stateOf[row]!;
    this.visits[visited]! += 1;
    const decay = Math.max(0, 1 - passed / noveltyHorizon);
    return Math.min(noveltyCap, (noveltyBonus / Math.sqrt(this.visits[visited]!)) * decay);
  }

  startPass(lane: number): void {
    this.visits.fill(0, lane * this.#states, (lane + 1) * this.#states);
  }
}
