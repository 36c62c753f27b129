/** Which one-sentence rule is best: every campaign with every threshold, tried on the same random numbers. */
import { NormalGenerator } from '../core/normal-generator';
import type { Random } from '../core/random';
import type { SegmentConfig } from '../env/segment-config';
import { SegmentSimulator } from '../env/segment-simulator';
import { sampleActions } from '../rl/action-probabilities';
import type { Policy } from './policy';
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

/** Mean discounted reward of an episode, account currency. */
async function valueOf(
  policy: Policy,
  environment: SegmentSimulator,
  gamma: number,
  random: Random,
): Promise<number> {
  const probabilities = new Float32Array(environment.lanes * environment.actions.length);
  const actions = new Int32Array(environment.lanes);
  let decisions = environment.reset();
  let weight = 1 / environment.lanes;
  for (let value = 0; ; weight *= gamma) {
    await policy.probabilities(decisions, probabilities);
    sampleActions(probabilities, environment.actions.length, random, actions);
    const step = environment.step(actions);
    for (const reward of step.rewards) value += weight * reward;
    if (step.last[0] === 1) return value;
    decisions = step;
  }
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
      const noise = NormalGenerator.from(random.fork('noise'));
      const environment = new SegmentSimulator(config, episodes, noise);
      const rule = { action, theta };
      const policy = thresholdPolicy(environment.observationSpec.features, environment.actions, rule);
      const value = await valueOf(policy, environment, gamma, random.fork('actions'));
      if (best === null || value > best.value) best = { rule, value };
    }
  }
  if (best === null) throw new RangeError('bestThreshold: expected at least one theta');
  return best.rule;
}
