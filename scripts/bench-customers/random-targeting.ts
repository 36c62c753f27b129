/**
 * Whether random targeting gains nothing by the Qini area. One order drawn at random is good or bad by luck, and its
 * 95 % interval leaves 0 out once in twenty times: so many orders are drawn, and those are counted whose interval has it.
 */
import type { Random } from '../../src/core/random';
import { gainsIn, targetingOrder, type TargetedRows } from '../../src/profiles/judge/qini';
import { percentileInterval, resampleCounts } from '../../src/stats/bootstrap';

export const ORDERS = 100;
/** Fewer come to less than 2 in 1000 studies where each has a chance of .95 (binomial). */
export const LEAST = 88;
const RESAMPLES = 200;

/** @returns how many of the orders have 0 in their interval */
export function ordersWithZero(rows: TargetedRows, random: Random): number {
  const same = new Float64Array(rows.scores.length);
  let found = 0;
  for (let i = 0; i < ORDERS; i += 1) {
    const own = random.fork(`order-${i}`);
    const order = targetingOrder(same, own.fork('lots'));
    const gains = gainsIn(rows, order);
    const draw = resampleCounts(same.length, own.fork('resamples'));
    const qinis = Float64Array.from({ length: RESAMPLES }, () => gains(draw()).qini);
    const { low, high } = percentileInterval(qinis, 0.95);
    if (low! <= 0 && high! >= 0) found += 1;
  }
  return found;
}
