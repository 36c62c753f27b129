/** How often actions were logged, beside how often their probabilities say: a sum of bounded terms, however small they are. */
import type { AuditInput } from './audit-input';

export interface ActionCount {
  readonly action: number;
  /** Decisions, each as many as it stands for. */
  readonly observed: number;
  /** Sum of the action's probability. */
  readonly expected: number;
  /** Standard errors between the two. */
  readonly errors: number;
}

/**
 * Standard errors by Freedman's bound: those of the normal distribution where much is expected, fewer where little is.
 *
 * @param most largest term of the sum
 * @see Freedman (1975), On tail probabilities for martingales, https://doi.org/10.1214/aop/1176996452
 */
function standardErrors(distance: number, variance: number, most: number): number {
  return distance === 0 ? 0 : distance / Math.sqrt(variance + (most * distance) / 3);
}

interface Sums {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** Variance of independent draws. */
  readonly drawn: Float64Array;
  /** Squares of each customer's sum. */
  readonly clustered: Float64Array;
}

function sumsOf(
  { decisions, independent, weights, counts }: AuditInput,
  chosen: readonly number[],
  probabilityOf: (i: number, action: number) => number,
): Sums {
  const width = counts.length;
  const [observed, expected, drawn, clustered, unit] = Array.from(
    { length: 5 },
    () => new Float64Array(width),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const close = () => {
    unit.forEach((sum, action) => (clustered[action]! += sum * sum));
    unit.fill(0);
  };
  let last = -1;
  for (const i of chosen) {
    if (independent[i] !== last) close();
    last = independent[i]!;
    const weight = weights[i]!;
    for (let action = 0; action < width; action += 1) {
      const p = probabilityOf(i, action);
      const taken = decisions.actions[i] === action ? 1 : 0;
      observed[action]! += weight * taken;
      expected[action]! += weight * p;
      drawn[action]! += weight * Math.max(0, p * (1 - p));
      unit[action]! += weight * (taken - p);
    }
  }
  close();
  return { observed, expected, drawn, clustered };
}

/**
 * Rows of one customer may follow one draw. Of a rare action the log hardly shows whether they do, so how many times
 * more a sum varies thereby is taken from all actions together, if it is not more by the action's own rows.
 *
 * @param chosen decisions, ascending
 */
export function actionCounts(
  input: AuditInput,
  chosen: readonly number[],
  probabilityOf: (i: number, action: number) => number,
): ActionCount[] {
  const { observed, expected, drawn, clustered } = sumsOf(input, chosen, probabilityOf);
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const designEffect = total(drawn) === 0 ? 1 : Math.max(1, total(clustered) / total(drawn));
  const most = chosen.reduce((largest, i) => Math.max(largest, input.weights[i]!), 0);
  return input.counts.map((_, action) => {
    const variance = Math.max(clustered[action]!, designEffect * drawn[action]!);
    const distance = Math.abs(observed[action]! - expected[action]!);
    return {
      ...{ action, observed: observed[action]!, expected: expected[action]! },
      errors: standardErrors(distance, variance, most),
    };
  });
}
