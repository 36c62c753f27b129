/** The customers of a simulator, one per lane: who they are, what was offered, and what they did so far. */
import type { NormalSource } from '../../core/normal-generator';
import type { Random } from '../../core/random';
import { savedArray, savedPart, type SavedState } from '../../core/saved-state';
import { behaviourOf, type Behaviour } from './behaviour';
import { drawOfferTimes } from './offer-times';
import { OFFERS, type NextBestActionConfig } from './settings';

const LARGE_DISCOUNT = 3;

export class CustomerLanes {
  readonly #config: NextBestActionConfig;
  readonly #behaviour: Behaviour;
  /** Draws traits and events, one number per time step whatever was offered: common random numbers. */
  readonly #random: Random;
  /** Draws the time steps of offers. */
  readonly #noise: NormalSource;
  readonly #drawn = new Float64Array(OFFERS);
  /** [lanes] 0 or 1, without effect */
  readonly #trait: Uint8Array;
  /** [lanes, offers] time step of each decision's offer */
  readonly #times: Int32Array;
  /** [lanes, offers] first time step of advertisement, small and large discount; the horizon if never */
  readonly #firstTimes: Int32Array;
  /** [lanes] */
  readonly #visits: Int32Array;
  /** [lanes] 1 where a large discount followed an advertisement */
  readonly #boosted: Uint8Array;

  /** @param noise owned from now on, like `random`: their states are saved with the rest */
  constructor(config: NextBestActionConfig, lanes: number, random: Random, noise: NormalSource) {
    this.#config = config;
    this.#behaviour = behaviourOf(config);
    this.#random = random;
    this.#noise = noise;
    this.#trait = new Uint8Array(lanes);
    this.#times = new Int32Array(lanes * OFFERS);
    this.#firstTimes = new Int32Array(lanes * OFFERS);
    this.#visits = new Int32Array(lanes);
    this.#boosted = new Uint8Array(lanes);
  }

  /** A new customer in the lane, at time step 0. */
  replace(lane: number): void {
    drawOfferTimes(this.#config, this.#noise, this.#drawn);
    this.#times.set(this.#drawn, lane * OFFERS);
    this.#firstTimes.fill(this.#config.horizon, lane * OFFERS, (lane + 1) * OFFERS);
    this.#trait[lane] = this.#random.uniform() < 0.5 ? 0 : 1;
    this.#visits[lane] = 0;
    this.#boosted[lane] = 0;
  }

  /** Time step of the lane's offer 0, 1 or 2; the horizon for one that there is not. */
  time(lane: number, offer: number): number {
    return offer < OFFERS ? this.#times[lane * OFFERS + offer]! : this.#config.horizon;
  }

  /** Makes the lane's offer 0, 1 or 2; it works from its own time step on. */
  make(lane: number, offer: number, action: number): void {
    const first = lane * OFFERS;
    const { horizon } = this.#config;
    if (action === LARGE_DISCOUNT && this.#firstTimes[first]! < horizon) this.#boosted[lane] = 1;
    const place = first + action - 1;
    if (this.#firstTimes[place] === horizon) this.#firstTimes[place] = this.time(lane, offer);
  }

  /** Lets the time steps from one up to, and without, another pass. @returns purchases in them */
  pass(lane: number, from: number, to: number): number {
    const { plain, boosted } = this.#behaviour;
    const { visit, purchase } = this.#boosted[lane] === 1 ? boosted : plain;
    const either = visit + purchase;
    let purchases = 0;
    let visits = 0;
    for (let time = from; time < to; time += 1) {
      const draw = this.#random.uniform();
      if (draw < purchase) purchases += 1;
      else if (draw < either) visits += 1;
    }
    this.#visits[lane]! += visits;
    return purchases;
  }

  /** Writes trait, visits and first times from `at` on. */
  observe(lane: number, out: Float32Array, at: number): void {
    out[at] = this.#trait[lane]!;
    out[at + 1] = this.#visits[lane]!;
    for (let i = 0; i < OFFERS; i += 1) out[at + 2 + i] = this.#firstTimes[lane * OFFERS + i]!;
  }

  state(): SavedState {
    return {
      trait: this.#trait.slice(),
      times: this.#times.slice(),
      firstTimes: this.#firstTimes.slice(),
      visits: this.#visits.slice(),
      boosted: this.#boosted.slice(),
      random: this.#random.state(),
      noise: this.#noise.state(),
    };
  }

  restore(state: SavedState): void {
    this.#trait.set(savedArray(state, 'trait', Uint8Array, this.#trait.length));
    this.#times.set(savedArray(state, 'times', Int32Array, this.#times.length));
    this.#firstTimes.set(savedArray(state, 'firstTimes', Int32Array, this.#firstTimes.length));
    this.#visits.set(savedArray(state, 'visits', Int32Array, this.#visits.length));
    this.#boosted.set(savedArray(state, 'boosted', Uint8Array, this.#boosted.length));
    this.#random.restore(savedPart(state, 'random'));
    this.#noise.restore(savedPart(state, 'noise'));
  }
}
