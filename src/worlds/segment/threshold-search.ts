/** Which one-sentence rule is best: every campaign with every threshold, tried on the same random numbers. */
import type { Random } from '../../core/random';
import type { VectorEnvironment } from '../../env/environment';
import { drawn, play } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import type { SegmentConfig } from './settings';
import { makeSegment } from './simulator';
import { thresholdPolicy, type ThresholdRule } from './threshold';

export interface ThresholdSearch {
  /** Discount per period of the objective, in [0, 1]. */
  readonly gamma: number;
  readonly random: Random;
  /** Shares of non-active customers to try. @default 0, .02, ... .6 */
  readonly thetas?: readonly number[];
  /** Episodes behind each rule's value. @default 200 */
  readonly episodes?: number;
}

const defaultThetas = Array.from({ length: 31 }, (_, i) => i / 50);

/** Mean discounted reward of an episode, account currency; the lanes end together. */
async function valueOf(
  policy: Policy,
  environment: VectorEnvironment,
  gamma: number,
  random: Random,
): Promise<number> {
  let weight = 1 / environment.lanes;
  let value = 0;
  for await (const { step } of play(policy, environment, drawn(random))) {
    for (const reward of step.rewards) value += weight * reward;
    if (step.last[0] === 1) break;
    weight *= gamma;
  }
  return value;
}

/**
 * The best rule of the grid by mean discounted reward; the first one where several are best.
 *
 * @throws RangeError if the grid is empty
 */
export async function bestThreshold(
  config: SegmentConfig,
  { gamma, random, thetas = defaultThetas, episodes = 200 }: ThresholdSearch,
): Promise<ThresholdRule> {
  let best: { readonly rule: ThresholdRule; readonly value: number } | null = null;
  for (let action = 1; action < config.actions.length; action += 1) {
    for (const theta of thetas) {
      const environment = makeSegment(config, episodes, random.fork('noise'));
      const rule = { action, theta };
      const policy = thresholdPolicy(environment.observationSpec.features, environment.actions, rule);
      const value = await valueOf(policy, environment, gamma, random.fork('actions'));
      if (best === null || value > best.value) best = { rule, value };
    }
  }
  if (best === null) throw new RangeError('bestThreshold: expected at least one theta');
  return best.rule;
}
