/** Steps per second of the segment simulator, and what its episodes pay when every action is taken in turn. */
import { benchEnvironment } from '../../../src/bench/environment';
import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { defaultSegmentConfig } from '../../../src/worlds/segment/settings';
import { segment } from '../../../src/worlds/segment/world';
import { SegmentSimulator } from '../../../src/worlds/segment/simulator';

/** The mean of a sample and its standard error. */
export interface MeanAndError {
  readonly mean: number;
  readonly standardError: number;
}

export interface EnvironmentNumbers {
  /** By number of lanes. */
  readonly stepsPerSecond: Readonly<Record<string, number>>;
  readonly episodeReward: MeanAndError;
}

function episodeReward(episodes: number): MeanAndError {
  const noise = NormalGenerator.from(Random.fromSeed(3).fork('noise'));
  const environment = new SegmentSimulator(defaultSegmentConfig, episodes, noise);
  const totals = new Float64Array(episodes);
  const actions = new Int32Array(episodes);
  for (let period = 0; period < defaultSegmentConfig.periods; period += 1) {
    actions.fill(period % environment.actions.length);
    const { rewards } = environment.step(actions);
    for (let lane = 0; lane < episodes; lane += 1) totals[lane]! += rewards[lane]!;
  }
  const mean = totals.reduce((sum, total) => sum + total, 0) / episodes;
  const squares = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (episodes - 1) / episodes) };
}

export async function measureEnvironment(): Promise<EnvironmentNumbers> {
  const speeds = await benchEnvironment(segment.name, segment.open({}), () => performance.now());
  const ours = speeds.filter(({ name }) => name === 'segment');
  return {
    stepsPerSecond: Object.fromEntries(ours.map((speed) => [String(speed.lanes), speed.stepsPerSecond])),
    episodeReward: episodeReward(20_000),
  };
}
