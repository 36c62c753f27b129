/** Whether there was enough to learn a model from, told of by what was fitted itself. */

/** What was learned, and of how much. */
export interface Cases {
  /** Customers that tell something: of two outcomes those of the rarer one, of amounts those whom these tell apart. */
  readonly count: number;
  /** What they are, such as "customers who were lost". */
  readonly kind: string;
  /** How many numbers are sought. */
  readonly unknowns: number;
  /** What these are, such as "features". */
  readonly of: string;
  /** Of what it is advised how many there should be. @default regressions, which ask for least */
  readonly advised?: keyof typeof advice;
}

/**
 * Cases for each number sought, at least. With fewer than ten, coefficients of logistic regressions were off and their intervals did
 * not hold. A rough rule, and a low one: how far predictions err hangs on shares and shrinkage too; trees, forests and nets went on
 * gaining with ten times as many. What is too little by this is so by all. Segments were found again from seventy on.
 *
 * @see Peduzzi, Concato, Kemper, Holford & Feinstein (1996), https://doi.org/10.1016/S0895-4356(96)00236-3
 * @see Harrell (2015), Regression Modeling Strategies, section 4.4: which cases count, of labels and of amounts
 * @see van Smeden et al. (2019), https://doi.org/10.1177/0962280218784726: what the rule leaves out
 * @see van der Ploeg, Austin & Steyerberg (2014), https://doi.org/10.1186/1471-2288-14-137
 * @see Dolnicar, Grün, Leisch & Schmidt (2014), https://doi.org/10.1177/0047287513496475: of segments
 */
const advice = {
  regressions: { least: 10, words: 'regressions ask for 10 at least and trees and nets for more' },
  segments: { least: 70, words: '70 are advised for segments' },
} as const;

/** @returns why little may be made of what was learned, in words; null where there was enough */
export function fewCasesText({ count, kind, unknowns, of, advised = 'regressions' }: Cases): string | null {
  const { least, words } = advice[advised];
  if (count >= least * unknowns) return null;
  const each = Number((count / unknowns).toPrecision(2));
  return `Few to learn from: ${count} ${kind}, ${each} for each of ${unknowns} ${of}, where ${words}. What it says of a customer may be chance.`;
}

/** Of 0 and 1, how many have the rarer one. @param share of 1 */
export const rarerOf = (rows: number, share: number): number => Math.round(rows * Math.min(share, 1 - share));

/** Of customers whose amounts `toldApart` counts, in words. */
export const SAME_COUNT_LESS = '(those who spent the same counting less)';

/**
 * How many amounts tell something: n - sum of n_i^3 / n^2, where n_i of the n share a value. All of n different ones, and next to none
 * where nearly all are the same, such as 0.
 *
 * @see Harrell (2015), Regression Modeling Strategies, section 4.4: of outcomes in an order, with ties
 */
export function toldApart(amounts: Float64Array): number {
  const { length } = amounts;
  let [told, first] = [length, 0];
  amounts.toSorted().forEach((amount, place, sorted) => {
    if (amount === sorted[place + 1]) return;
    told -= (place + 1 - first) ** 3 / length ** 2;
    first = place + 1;
  });
  return Math.round(told);
}

/** Each customer's mean, once: who comes again and again tells little more of a model than who comes once. @param customers [rows] */
export function meanOfEach(customers: readonly string[], values: Float64Array): Float64Array {
  const found = new Map<string, { sum: number; rows: number }>();
  customers.forEach((customer, row) => {
    const own = found.get(customer) ?? { sum: 0, rows: 0 };
    own.sum += values[row]!;
    own.rows += 1;
    found.set(customer, own);
  });
  return Float64Array.from(found.values(), ({ sum, rows }) => sum / rows);
}
