/** The one judge of everybody's network: the same episodes, random numbers and code for all. */
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { defaultSegmentConfig } from '../../src/worlds/segment/settings';
import { bestKnownValue } from '../../src/worlds/segment/reference-values';
import { SegmentSimulator } from '../../src/worlds/segment/simulator';
import { shareOfBestKnown } from '../../src/evaluate/simulated/compare';
import { rollout } from '../../src/evaluate/simulated/rollout';
import { constantPolicy } from '../../src/policies/constant';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { Policy } from '../../src/policies/policy';
import { readNpy } from './npy';
import { segmentScaling, trainingSettings } from './training-settings';

/** The standard error of the mean of so many is .06 % of the way from no action to the best known value. */
const EPISODES = 1000;
const ACTIONS = defaultSegmentConfig.actions.map(({ name }) => name);

async function valueOf(policy: Policy): Promise<number> {
  const make = (lanes: number, random: Random) =>
    new SegmentSimulator(defaultSegmentConfig, lanes, NormalGenerator.from(random));
  const { gamma } = trainingSettings.dqn;
  const random = Random.fromSeed(1).fork('judge');
  const play = { episodes: EPISODES, lanes: EPISODES, gamma, random };
  const { discountedReward } = await rollout(policy, make, play);
  return discountedReward.reduce((sum, value) => sum + value, 0) / EPISODES;
}

async function shareOf(weights: Float32Array, nothing: number): Promise<number> {
  const model = {
    hiddenLayers: trainingSettings.dqn.hiddenLayers,
    head: trainingSettings.dqn.head,
    features: ['active', 'semiActive', 'nonActive'],
    actions: ACTIONS,
    weights,
    scaling: segmentScaling,
  };
  const network = new ModelQFunction(model);
  const value = await valueOf(new GreedyPolicy(network, ACTIONS));
  network.dispose();
  const best = bestKnownValue(defaultSegmentConfig, 'discountedReward', trainingSettings.dqn.gamma)!;
  return shareOfBestKnown(value, nothing, best);
}

/**
 * The first of the saved networks whose policy reaches the share of the best known value.
 *
 * @param file [points, parameters]
 * @returns the index of its point, or null if none does
 */
export async function firstToReach(file: string, share: number): Promise<number | null> {
  const { values, shape } = readNpy(file);
  const [points = 0, parameters = 0] = shape;
  const nothing = await valueOf(constantPolicy(ACTIONS, 0));
  for (let point = 0; point < points; point += 1) {
    const weights = values.slice(point * parameters, (point + 1) * parameters);
    if ((await shareOf(weights, nothing)) >= share) return point;
  }
  return null;
}
