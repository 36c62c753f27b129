/**
 * Prices of what is scarce. Where a policy may spend only so much, its best action is that of Q − λ · cost, and where a
 * channel makes only so many contacts, that of Q − μ there: Lagrange multipliers of the limits, and so what one more unit of
 * each would earn. A price makes every decision apart from the others, so that a policy keeps a limit without knowing who
 * comes next.
 *
 * One price is found by bisection: what is taken never grows with it, for a1 best at λ1 and a2 at λ2 > λ1 have
 * (λ2 − λ1) (use(a1) − use(a2)) >= 0. Of several each is found while the others stand, until none moves. Two channels that
 * are nearly as good outbid each other for long: then all prices rise together until the limits hold, and each falls again
 * as far as they still do.
 *
 * @see Everett (1963), Generalized Lagrange multiplier method, https://doi.org/10.1287/opre.11.3.399
 */
import { pause } from '../core/pause';
import { expectChoices, leastUse, meanUse, sharesAt, someChoices, type Choices } from './choices';

export interface Limit {
  /** [actions] what each action takes of what is scarce, from 0 on: its cost, or 1 of the contacts of a channel */
  readonly use: readonly number[];
  /** What a decision may take on average. */
  readonly most: number;
}

export interface ShadowPrices {
  /** [limits] per unit of what is scarce, in the units of the values; 0 where a limit does not bind */
  readonly prices: readonly number[];
  /** [actions] what each is charged in all */
  readonly charges: readonly number[];
  /** [limits] what a decision takes on average at these prices */
  readonly used: readonly number[];
  /** [limits] false where more is taken all the same, since something has to be done */
  readonly isMet: readonly boolean[];
}

/** Of sums of shares. */
const ROUNDING = 1e-9;
/** Rounds in which each price is found anew. */
const MOST_ROUNDS = 50;
/** Of more decisions every so manieth tells where several prices lie, which are then mended in a few rounds of all. */
const MANY = 5000;
const FEW_ROUNDS = 6;
/** A price that is doubled oftener changes nothing any more. */
const MOST_DOUBLINGS = 100;

/** @param base [actions] what is charged whatever the prices are */
export function chargesAt(
  base: readonly number[],
  limits: readonly Limit[],
  prices: readonly number[],
): number[] {
  return base.map((charge, action) =>
    limits.reduce((sum, { use }, j) => sum + prices[j]! * use[action]!, charge),
  );
}

/**
 * The least number from 0 on that is enough; the next smaller one is not.
 *
 * @param isEnough of a number from where on all are
 * @param first the first that is tried beside 0
 * @returns null if none is
 */
function smallest(isEnough: (price: number) => boolean, first: number): number | null {
  if (isEnough(0)) return 0;
  let [below, enough] = [0, first];
  for (let doubled = 0; !isEnough(enough); doubled += 1) {
    if (doubled === MOST_DOUBLINGS) return null;
    [below, enough] = [enough, 2 * enough];
  }
  for (;;) {
    const middle = below + (enough - below) / 2;
    if (middle <= below || middle >= enough) return enough;
    if (isEnough(middle)) enough = middle;
    else below = middle;
  }
}

class Search {
  readonly #choices: Choices;
  readonly #base: readonly number[];
  readonly #limits: readonly Limit[];
  /** [limits] what there is to be reached: a limit below what has to be taken gives way. */
  readonly #reachable: readonly number[];
  /** [limits] a price that is larger than what an action is worth. */
  readonly #large: readonly number[];
  prices: number[];

  constructor(choices: Choices, base: readonly number[], limits: readonly Limit[]) {
    this.#choices = choices;
    this.#base = base;
    this.#limits = limits;
    this.#reachable = limits.map(({ use, most }) => Math.max(most, leastUse(choices, use)) * (1 + ROUNDING));
    const values = choices.qValues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const largest = 2 * values + Math.max(...base) || 1;
    this.#large = limits.map(({ use }) => largest / Math.max(...use));
    this.prices = limits.map(() => 0);
  }

  used(prices: readonly number[]): number[] {
    const shares = sharesAt(this.#choices, chargesAt(this.#base, this.#limits, prices));
    return this.#limits.map(({ use }) => meanUse(shares, use));
  }

  /** Each price so that its own limit holds, while the others stand. @returns whether they came to rest */
  async settle(rounds: number): Promise<boolean> {
    return this.#repeat((prices, j) => this.used(prices)[j]! <= this.#reachable[j]!, rounds);
  }

  /** All prices together until every limit holds, then each as low as it goes; as they are if nothing helps. */
  async raise(rounds: number): Promise<void> {
    const raised = (by: number) => this.prices.map((price, j) => price + by * this.#large[j]!);
    const found = smallest((by) => this.#areMet(raised(by)), 1);
    if (found === null) return;
    this.prices = raised(found);
    await this.#repeat((prices) => this.#areMet(prices), rounds);
  }

  #areMet(prices: readonly number[]): boolean {
    return this.used(prices).every((used, j) => used <= this.#reachable[j]!);
  }

  /** Finds each price in turn until none moves. @returns whether they came to rest */
  async #repeat(
    isEnough: (prices: readonly number[], j: number) => boolean,
    rounds: number,
  ): Promise<boolean> {
    for (let done = 0; done < rounds; done += 1) {
      const before = this.prices;
      for (const [j, price] of before.entries()) {
        const first = price > 0 ? price : this.#large[j]!;
        const found = smallest((one) => isEnough(this.prices.with(j, one), j), first);
        if (found !== null) this.prices = this.prices.with(j, found);
        await pause();
      }
      if (before.length < 2 || before.every((price, j) => price === this.prices[j])) return true;
    }
    return false;
  }
}

/**
 * The smallest prices at which decisions by Q − charge keep within limits: none of them can be lowered by itself, but for
 * the last digits of several prices of very many decisions.
 *
 * @param base [actions] what each is charged beside, such as a price that was given
 * @throws ShapeError if the choices are not of as many actions
 * @throws RangeError for a limit that is negative, or that no action takes anything of
 */
export async function shadowPrices(
  choices: Choices,
  limits: readonly Limit[],
  base: readonly number[],
): Promise<ShadowPrices> {
  expectChoices(choices, base.length);
  for (const { use, most } of limits)
    if (!(most >= 0 && use.some((one) => one > 0)))
      throw new RangeError(
        `limit: expected from 0 on of what actions take, got ${most} of ${use.join(', ')}`,
      );
  const search = new Search(choices, base, limits);
  const isLong = limits.length > 1 && choices.weights.length > MANY;
  if (isLong) {
    const about = new Search(someChoices(choices, MANY), base, limits);
    await about.settle(MOST_ROUNDS);
    search.prices = about.prices;
  }
  const rounds = isLong ? FEW_ROUNDS : MOST_ROUNDS;
  if (!(await search.settle(rounds))) await search.raise(rounds);
  const { prices } = search;
  const used = search.used(prices);
  return {
    ...{ prices, used, charges: chargesAt(base, limits, prices) },
    isMet: limits.map(({ most }, j) => used[j]! <= most * (1 + ROUNDING)),
  };
}
