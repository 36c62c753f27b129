/** The settings of the training comparison: those of `npm run train:dqn`, told to the peers in their own terms. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scaling } from '../../src/agents/model';
import { defaultSegmentConfig } from '../../src/worlds/segment/settings';
import { simulationSettings } from '../../src/runs/simulation/settings';
import { segment } from '../../src/worlds/segment/world';

const { dqn, steps, environments } = simulationSettings(segment).parse(segment.defaults);
const { active, semiActive, nonActive } = defaultSegmentConfig.start;

export const trainingSettings = {
  dqn,
  environments,
  steps,
  epsilonSteps: dqn.epsilon.decayShare * steps,
  /** Environment steps between the points at which the policy is judged. */
  snapshotInterval: 500,
  /** Whoever has not reached the goal by then is reported as not having reached it. */
  stepsAtMost: 20_000,
};

export const segmentScaling: Scaling = {
  observationOffset: [0, 0, 0],
  observationScale: new Array<number>(3).fill(1 / (active + semiActive + nonActive)),
  rewardScale: dqn.rewardScale,
};

export function writeTrainingInputs(folder: string): void {
  const { environments, steps, epsilonSteps, snapshotInterval, stepsAtMost } = trainingSettings;
  const { gamma, hiddenLayers, learningRate, adamEpsilon, maxGradientNorm, batchSize } = dqn;
  const { replayCapacity, learningStarts, rewardScale, target, epsilon } = dqn;
  const settings = {
    ...{ environments, steps, epsilonSteps, snapshotInterval, stepsAtMost },
    ...{ gamma, hiddenLayers, learningRate, adamEpsilon, maxGradientNorm, batchSize },
    ...{ replayCapacity, learningStarts, rewardScale, targetPeriod: target.period },
    ...{ epsilonStart: epsilon.start, epsilonEnd: epsilon.end },
    stepsPerUpdate: Math.round(1 / dqn.updatesPerTransition),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
}
