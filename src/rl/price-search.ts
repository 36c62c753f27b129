/** The search for prices of several limits: each in turn, then all together where they outbid each other. */
import { pause } from '../core/pause';
import { largestShare, leastUse, meanUse, roomAt, sharesAt, worthAt, type Choices } from './choices';
import { chargesAt, type Limit } from './limits';
import { smallest } from './smallest';

/** Of sums of shares, and of values. */
export const ROUNDING = 1e-9;
/** Of the largest value: more than what last digits of values differ by from one backend to another. */
const A_LITTLE = 1e-6;

export class PriceSearch {
  readonly #choices: Choices;
  readonly #base: readonly number[];
  readonly #limits: readonly Limit[];
  /** [limits] what there is to be reached: a limit below what has to be taken gives way. */
  readonly #reachable: readonly number[];
  /** [limits] what one decision may take at most. */
  readonly #one: readonly number[];
  /** [limits] a price that is larger than what an action is worth. */
  readonly #large: readonly number[];
  /** Limits that stay without a price, since those of others keep them. */
  readonly #unpriced = new Set<number>();
  prices: readonly number[];

  constructor(choices: Choices, base: readonly number[], limits: readonly Limit[]) {
    this.#choices = choices;
    this.#base = base;
    this.#limits = limits;
    this.#reachable = limits.map(({ use, most }) => Math.max(most, leastUse(choices, use)) * (1 + ROUNDING));
    const share = largestShare(choices);
    this.#one = limits.map(({ use }) => share * Math.max(...use));
    const values = choices.qValues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const largest = 2 * values + Math.max(...base) || 1;
    this.#large = limits.map(({ use }) => largest / Math.max(...use));
    this.prices = limits.map(() => 0);
  }

  used(prices: readonly number[]): number[] {
    const shares = sharesAt(this.#choices, this.#charges(prices));
    return this.#limits.map(({ use }) => meanUse(shares, use));
  }

  /** Prices none of which can be lowered by itself, and none of limits that are kept as well without. */
  async find(rounds: number): Promise<void> {
    await this.#settleOrRaise(rounds);
    while (await this.#withoutOne(rounds));
  }

  /**
   * Each price to the middle of those at which exactly the same is done, or a little above the smallest where there is no
   * largest: at the smallest itself customers are tied, and the last digit of their values would tell what becomes of them.
   */
  center(): void {
    for (const [j, { use }] of this.#limits.entries()) {
      const price = this.prices[j]!;
      if (price === 0) continue;
      const { down, up } = roomAt(this.#choices, this.#charges(this.prices), use);
      const above = Math.max(price, price - down + A_LITTLE * this.#large[j]!);
      const middle = up === Infinity ? above : price + (up - down) / 2;
      const moved = this.prices.with(j, down > price ? 0 : middle);
      // Not so where it has no room but for rounding.
      const used = this.used(this.prices);
      if (this.used(moved).every((one, k) => one === used[k])) this.prices = moved;
    }
  }

  /** Each price so that its own limit holds while the others stand; raised if they do not come to rest. */
  async #settleOrRaise(rounds: number): Promise<void> {
    const isKept = (prices: readonly number[], j: number) => this.used(prices)[j]! <= this.#reachable[j]!;
    for (let done = 0; done < rounds; done += 1) {
      const before = this.prices;
      await this.#eachInTurn(isKept);
      const way = this.prices.map((price, j) => price - before[j]!);
      if (before.length < 2 || way.every((step) => step === 0)) return;
      this.#goOn(way);
    }
    await this.#raise(rounds);
  }

  /**
   * Further the way that prices went: where they outbid each other each round is a small step. Up to where the dual of the
   * problem, the mean of the best value less charge plus price times limit, falls no more; it is convex in the prices.
   */
  #goOn(way: readonly number[]): void {
    const { prices } = this;
    const end = Math.min(...way.map((step, j) => (step < 0 ? prices[j]! / -step : Infinity)));
    const at = (by: number) => prices.map((price, j) => Math.max(0, price + Math.min(by, end) * way[j]!));
    const slope = (by: number) =>
      this.used(at(by)).reduce((sum, used, j) => sum + way[j]! * (this.#reachable[j]! - used), 0);
    const found = smallest((by) => by >= end || slope(by) >= 0, 1);
    if (found !== null) this.prices = at(found);
  }

  /** All prices together until every limit holds, then each as low as it goes; as they are if nothing helps. */
  async #raise(rounds: number): Promise<void> {
    const raised = (by: number) =>
      this.prices.map((price, j) => (this.#unpriced.has(j) ? 0 : price + by * this.#large[j]!));
    const found = smallest((by) => this.#areMet(raised(by)), 1);
    if (found === null) return;
    this.prices = raised(found);
    for (let done = 0; done < rounds; done += 1) {
      const before = this.prices;
      await this.#eachInTurn((prices) => this.#areMet(prices));
      if (before.every((price, j) => price === this.prices[j])) return;
    }
  }

  /** The smallest of each price that is enough, while the others stand. */
  async #eachInTurn(isEnough: (prices: readonly number[], j: number) => boolean): Promise<void> {
    for (const [j, price] of this.prices.entries()) {
      if (this.#unpriced.has(j)) continue;
      const first = price > 0 ? price : this.#large[j]!;
      const found = smallest((one) => isEnough(this.prices.with(j, one), j), first);
      if (found !== null) this.prices = this.prices.with(j, found);
      await pause();
    }
  }

  /** Tries to do without the price of a limit that leaves more than a decision takes. @returns whether it did */
  async #withoutOne(rounds: number): Promise<boolean> {
    const before = this.prices;
    if (!this.#areMet(before)) return false;
    const used = this.used(before);
    const least = this.#worth() * (1 - ROUNDING * Math.sign(this.#worth()));
    for (const [j, price] of before.entries()) {
      if (price === 0 || this.#reachable[j]! - used[j]! <= this.#one[j]!) continue;
      this.#unpriced.add(j);
      this.prices = before.with(j, 0);
      await this.#settleOrRaise(rounds);
      if (this.#areMet(this.prices) && this.#worth() >= least) return true;
      this.#unpriced.delete(j);
      this.prices = before;
    }
    return false;
  }

  #areMet(prices: readonly number[]): boolean {
    return this.used(prices).every((used, j) => used <= this.#reachable[j]!);
  }

  #worth(): number {
    return worthAt(this.#choices, this.#charges(this.prices), this.#base);
  }

  #charges(prices: readonly number[]): number[] {
    return chargesAt(this.#base, this.#limits, prices);
  }
}
