/**
 * Prices of what is scarce. Where a policy may spend only so much, its best action is that of Q − λ · cost, and where a
 * channel makes only so many contacts, that of Q − μ there: Lagrange multipliers of the limits, and so what one more unit of
 * each would earn. A price makes every decision apart from the others, so that a policy keeps a limit without knowing who
 * comes next.
 *
 * One price is found by bisection: what is taken never grows with it, for a1 best at λ1 and a2 at λ2 > λ1 have
 * (λ2 − λ1) (use(a1) − use(a2)) >= 0. Of several each is found while the others stand, until none moves. Two channels that
 * are nearly as good outbid each other for long: then all prices rise together until the limits hold, and each falls again
 * as far as they still do. A limit that leaves more than a decision takes is tried without a price. At last each price goes
 * to the middle of those at which the same is done.
 *
 * @see Everett (1963), Generalized Lagrange multiplier method, https://doi.org/10.1287/opre.11.3.399
 */
import { expectChoices, someChoices, type Choices } from './choices';
import { chargesAt, type Limit } from './limits';
import { PriceSearch, ROUNDING } from './price-search';

export interface ShadowPrices {
  /** [limits] per unit of what is scarce, in the units of the values; 0 where a limit does not bind */
  readonly prices: readonly number[];
  /** [actions] what each is charged in all */
  readonly charges: readonly number[];
  /** [limits] what a decision takes on average at these prices */
  readonly used: readonly number[];
  /** [limits] false where more is taken all the same, since something has to be done: no price says what more would earn */
  readonly isMet: readonly boolean[];
}

/** Rounds in which each price is found anew. */
const MOST_ROUNDS = 50;
/** Of more decisions every so manieth tells where several prices lie, which are then mended in a few rounds of all. */
const MANY = 5000;
const FEW_ROUNDS = 6;

/**
 * Prices at which decisions by Q − charge keep within limits. A single one is in the middle between the smallest that keeps
 * its limit and the largest at which exactly the same is done, or 1e-6 of the largest value above the smallest where any
 * larger one does the same. Several keep their limits too, and together are best but for about a decision for each limit.
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
  const search = new PriceSearch(choices, base, limits);
  const isLong = limits.length > 1 && choices.weights.length > MANY;
  if (isLong) {
    const about = new PriceSearch(someChoices(choices, MANY), base, limits);
    await about.find(MOST_ROUNDS);
    search.prices = about.prices;
  }
  await search.find(isLong ? FEW_ROUNDS : MOST_ROUNDS);
  search.center();
  const { prices } = search;
  const used = search.used(prices);
  return {
    ...{ prices, used, charges: chargesAt(base, limits, prices) },
    isMet: limits.map(({ most }, j) => used[j]! <= most * (1 + ROUNDING)),
  };
}
