/** What policies really earn in a campaign, by simulation on common random numbers. */
import { Random } from '../../src/core/random';
import { rollout } from '../../src/evaluate/simulated/rollout';
import type { Decisions } from '../../src/env/environment';
import { exploring } from '../../src/policies/behaviour';
import { drawn, likeliest } from '../../src/policies/play';
import type { Policy } from '../../src/policies/policy';
import { openModel } from '../../src/runs/open-model';
import { quietHost } from '../../src/runs/quiet-host';
import type { OpenWorld } from '../../src/worlds/world';
import { meanOf, type Mean } from '../study-logged/true-values';
import { encoderOf, policyInWorld } from '../study-logged/world-policy';

const LANES = 1000;

export interface Truth {
  readonly world: OpenWorld;
  readonly gamma: number;
  /** Decisions of a customer that count. */
  readonly weeks: number;
  /** Customers simulated, a multiple of a thousand. */
  readonly episodes: number;
}

/** A saved model at work in the world, seeing what a row of its log shows. */
export async function modelPolicy(folder: string, { world }: Truth): Promise<Policy> {
  const { qFunction, model, manifest } = await openModel(folder, { backend: 'wasm' }, quietHost());
  return policyInWorld(qFunction, encoderOf(world, manifest.raw!, model.actions), model.actions);
}

/** Mostly the policy, now and then any allowed action, as the service tries them. */
export function trying(policy: Policy, { world }: Truth, epsilon: number): Policy {
  return exploring(policy, world.actions, epsilon);
}

/** [episodes] discounted rewards of a customer in these weeks; episode e of every policy meets the same luck. */
export async function campaignValues(
  policy: Policy,
  { world, gamma, weeks, episodes }: Truth,
): Promise<Float64Array> {
  const random = Random.fromSeed(1).fork('true values of the loop');
  const { discountedReward } = await rollout(policy, (lanes, stream) => world.make(lanes, stream), {
    ...{ episodes, gamma, random, lanes: LANES, periods: weeks },
  });
  return discountedReward;
}

/**
 * What a decision of one policy earns more than one of another, in the moments that the other comes to: what an estimate
 * of single decisions is of. Each moment is met twice, with the same luck.
 */
export async function decisionDifference(
  policy: Policy,
  writer: Policy,
  { world, weeks, episodes }: Truth,
): Promise<Mean> {
  const random = Random.fromSeed(1).fork('true differences of the loop');
  const environment = world.make(episodes, random.fork('environment'));
  const draw = drawn(random.fork('actions'));
  const probabilities = new Float32Array(episodes * world.actions.length);
  const [actions, others] = [new Int32Array(episodes), new Int32Array(episodes)];
  const [sums, counts] = [new Float64Array(episodes), new Float64Array(episodes)];
  const over = new Uint8Array(episodes);
  let decisions: Decisions = environment.reset();
  for (let week = 0; week < weeks; week += 1) {
    await policy.probabilities(decisions, probabilities);
    likeliest(probabilities, world.actions.length, actions);
    await writer.probabilities(decisions, probabilities);
    draw(probabilities, world.actions.length, others);
    const before = environment.state();
    const earned = environment.step(actions).rewards.slice();
    environment.restore(before);
    const step = environment.step(others);
    for (let lane = 0; lane < episodes; lane += 1) {
      if (over[lane] === 1) continue;
      sums[lane]! += earned[lane]! - step.rewards[lane]!;
      counts[lane]! += 1;
      over[lane] = step.last[lane]!;
    }
    decisions = step;
  }
  const decided = meanOf(counts).value;
  const value = meanOf(sums).value / decided;
  // Of a ratio of two means, by the delta method.
  const rests = sums.map((sum, lane) => (sum - value * counts[lane]!) / decided);
  return { value, standardError: meanOf(rests).standardError };
}

export { meanOf, type Mean };
