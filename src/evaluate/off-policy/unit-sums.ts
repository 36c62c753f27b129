/** From decisions to what estimators add up: one number per unit. */
import type { Histories, JudgedPolicy } from './histories';

/** [units] sum over each unit's decisions. */
export function unitSums(
  { units, starts }: Pick<Histories, 'units' | 'starts'>,
  of: (decision: number) => number,
): Float64Array {
  const sums = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) {
    let sum = 0;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) sum += of(i);
    sums[unit] = sum;
  }
  return sums;
}

/** [n] what each decision's unit has. @param values [units] */
export function ofDecisions<Values extends Uint8Array | Uint32Array>(
  { units, starts }: Pick<Histories, 'units' | 'starts'>,
  values: Values,
): Values {
  const result = new (values.constructor as new (length: number) => Values)(starts[units]!);
  for (let unit = 0; unit < units; unit += 1) result.fill(values[unit]!, starts[unit], starts[unit + 1]);
  return result;
}

/** [units] decisions of the company's own that each unit's decisions stand for. */
export function decisionCounts(
  histories: Pick<Histories, 'units' | 'starts' | 'sampleWeights'>,
): Float64Array {
  const { sampleWeights } = histories;
  return unitSums(histories, (i) => sampleWeights[i]!);
}

/** [units] how many units of the company's own each stands for: what its first decision does. */
export function unitWeights({
  units,
  starts,
  sampleWeights,
}: Pick<Histories, 'units' | 'starts' | 'sampleWeights'>): Float64Array {
  return Float64Array.from({ length: units }, (_, unit) => sampleWeights[starts[unit]!]!);
}

/** [units] the product of ratios that each history ends with. */
export function lastProducts({ histories: { units, starts }, products }: JudgedPolicy): Float64Array {
  return Float64Array.from({ length: units }, (_, unit) => products[starts[unit + 1]! - 1]!);
}

/** Σ_a p(a|s_i) q(s_i, a) at one decision. @param model [n, actions] */
export function expectedValue(
  { histories: { actionCount }, probabilities }: Pick<JudgedPolicy, 'histories' | 'probabilities'>,
  model: Float64Array,
  decision: number,
): number {
  let sum = 0;
  for (let at = decision * actionCount; at < (decision + 1) * actionCount; at += 1)
    if (probabilities[at]! > 0) sum += probabilities[at]! * model[at]!;
  return sum;
}

/** q(s_i, a_i) of the logged action. @param model [n, actions] */
export function loggedValue(
  { actionCount, actions }: Histories,
  model: Float64Array,
  decision: number,
): number {
  return model[decision * actionCount + actions[decision]!]!;
}
