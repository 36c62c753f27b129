/** What customers are expected to spend within a horizon: how often by BG/NBD, how much by gamma-gamma. */
import type { BgNbdParameters } from './bg-nbd';
import { expectedPurchases } from './bg-nbd-ahead';
import { expectedPurchaseValues, type GammaGammaParameters } from './gamma-gamma';
import type { PurchaseSummary } from '../purchases/summary';

export interface ValueHorizon {
  readonly weeks: number;
  /** Share that money loses in value by coming a year later: .1 for 10 %. @default 0 */
  readonly yearlyDiscount?: number;
}

const WEEKS_A_YEAR = 365.25 / 7;
/** Purchases of a step count as of its middle; against day by day, values differ by less than a ten-thousandth. */
const STEP_WEEKS = 4;

/** [rows] account currency @throws RangeError for a horizon or a discount that makes no sense */
export function lifetimeValues(
  purchases: BgNbdParameters,
  spend: GammaGammaParameters,
  summary: PurchaseSummary,
  { weeks, yearlyDiscount = 0 }: ValueHorizon,
): Float64Array {
  if (!(weeks > 0)) throw new RangeError(`weeks: expected more than 0, got ${weeks}`);
  if (!(yearlyDiscount >= 0))
    throw new RangeError(`yearlyDiscount: expected 0 or more, got ${yearlyDiscount}`);
  const steps = yearlyDiscount === 0 ? 1 : Math.ceil(weeks / STEP_WEEKS);
  const values = new Float64Array(summary.frequency.length);
  let before = new Float64Array(values.length);
  for (let step = 1; step <= steps; step += 1) {
    const until = expectedPurchases(purchases, summary, (step * weeks) / steps);
    const middle = ((step - 0.5) * weeks) / steps / WEEKS_A_YEAR;
    const worth = (1 + yearlyDiscount) ** -middle;
    for (let row = 0; row < values.length; row += 1) values[row]! += worth * (until[row]! - before[row]!);
    before = Float64Array.from(until);
  }
  const amounts = expectedPurchaseValues(spend, summary);
  return values.map((worth, row) => worth * amounts[row]!);
}
