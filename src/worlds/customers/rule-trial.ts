/** What rules earn with the same customers and the same luck, customer by customer. */
import type { Random } from '../../core/random';
import { drawn, play } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import type { CustomersConfig } from './settings';
import { makeCustomers } from './simulator';

export interface Trial {
  /** Discount per period of the objective, in [0, 1]. */
  readonly gamma: number;
  readonly random: Random;
}

/** [customers] discounted reward of each customer of the first episode, account currency. */
export async function valuesUnder(
  policy: Policy,
  config: CustomersConfig,
  { gamma, random }: Trial,
): Promise<Float64Array> {
  const environment = makeCustomers(config, config.ruleCustomers, random.fork('customers'));
  const values = new Float64Array(environment.lanes);
  const weights = new Float64Array(environment.lanes).fill(1);
  let period = 0;
  for await (const { step } of play(policy, environment, drawn(random.fork('actions')))) {
    for (let lane = 0; lane < values.length; lane += 1) {
      values[lane]! += weights[lane]! * step.rewards[lane]!;
      weights[lane]! *= step.last[lane] === 1 ? 0 : gamma;
    }
    period += 1;
    if (period === config.periods) break;
  }
  return values;
}

/** Mean, over all customers or over those that count. */
export function meanOf(values: Float64Array, counts: (customer: number) => boolean = () => true): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (!counts(i)) continue;
    sum += values[i]!;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** The first candidate of the highest value. @throws RangeError if there is none */
export async function bestOf<Candidate>(
  candidates: readonly Candidate[],
  valueOf: (candidate: Candidate) => Promise<number>,
): Promise<Candidate> {
  let best: { readonly candidate: Candidate; readonly value: number } | null = null;
  for (const candidate of candidates) {
    const value = await valueOf(candidate);
    if (best === null || value > best.value) best = { candidate, value };
  }
  if (best === null) throw new RangeError('bestOf: expected at least one candidate');
  return best.candidate;
}
