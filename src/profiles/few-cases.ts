/** Whether there was enough to learn a model from, told of by what was fitted itself. */

/** What was learned, and of how much. */
export interface Cases {
  /** Customers, or decisions, that tell something: of two outcomes those of the rarer one, of amounts all. */
  readonly count: number;
  /** What they are, such as "customers who were lost". */
  readonly kind: string;
  /** How many numbers are sought. */
  readonly unknowns: number;
  /** What these are, such as "features". */
  readonly of: string;
}

/**
 * Cases for each number sought, at least: with fewer, coefficients of logistic regressions were off and their intervals did not
 * hold. A rough rule, and a low one: how far predictions err hangs on shares and shrinkage too; trees, forests and nets went on
 * gaining with ten times as many, and segments are advised 70 customers for each variable. What is too little by this is so by all.
 *
 * @see Peduzzi, Concato, Kemper, Holford & Feinstein (1996), https://doi.org/10.1016/S0895-4356(96)00236-3
 * @see Harrell (2015), Regression Modeling Strategies, section 4.4: which cases count, of labels and of amounts
 * @see van Smeden et al. (2019), https://doi.org/10.1177/0962280218784726: what the rule leaves out
 * @see van der Ploeg, Austin & Steyerberg (2014), https://doi.org/10.1186/1471-2288-14-137
 * @see Dolnicar, Grün, Leisch & Schmidt (2014), https://doi.org/10.1177/0047287513496475: of segments
 */
const LEAST_EACH = 10;

/** @returns why little may be made of what was learned, in words; null where there was enough */
export function fewCasesText({ count, kind, unknowns, of }: Cases): string | null {
  if (count >= LEAST_EACH * unknowns) return null;
  const each = Number((count / unknowns).toPrecision(2));
  return `Few to learn from: ${count} ${kind}, ${each} for each of ${unknowns} ${of}, where regressions ask for ${LEAST_EACH} at least and trees and nets for more. What it says of a customer may be chance.`;
}

/** Of 0 and 1, how many have the rarer one. @param share of 1 */
export const rarerOf = (rows: number, share: number): number => Math.round(rows * Math.min(share, 1 - share));
