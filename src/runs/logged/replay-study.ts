/** Training as the published study does: rows replayed one after the other, whatever was chosen. */
import { updatesAfter } from '../../agents/dqn/trainer';
import { fitScaling, identityScaling, scaledReward } from '../../agents/scaling';
import type { Scaling } from '../../agents/model';
import { Random } from '../../core/random';
import type { LoggedRows } from '../../dataset/logged-rows';
import { largestReward, RowReplay } from '../../worlds/sales-channel-study/row-replay';
import type { ReplayRunConfig } from '../run-config';
import type { OnlineTraining } from '../task';
import { greedyPassReward } from './greedy-pass';
import type { LoggedSettings } from './settings';
import type { LoggedSplits } from './loaded-log';

/** Features that were encoded from raw columns are scaled already. */
function scalingOf(rows: LoggedRows, isEncoded: boolean, { scaling, shaping, dqn }: LoggedSettings): Scaling {
  const { length } = rows.features;
  if (scaling === 'none') return identityScaling(length, dqn.rewardScale);
  const largest = largestReward(rows.rewards, shaping);
  return isEncoded
    ? identityScaling(length, scaledReward(dqn.rewardScale, largest))
    : fitScaling(rows.observations, length, largest, dqn.rewardScale);
}

export function replayStudy(
  { settings, xla }: ReplayRunConfig,
  { train: rows, raw }: LoggedSplits,
  seed: number,
): OnlineTraining {
  const { dqn, environments, steps, shaping } = settings;
  return {
    settings,
    random: Random.fromSeed(seed),
    environment: new RowReplay(rows, environments, shaping),
    agent: {
      config: dqn,
      scaling: scalingOf(rows, raw !== null, settings),
      features: rows.features,
      actions: rows.actions,
      masked: rows.allowed !== undefined,
      epsilonSteps: dqn.epsilon.decayShare * steps,
      trainingUpdates: updatesAfter(dqn, steps),
      xla,
    },
    evaluate: greedyPassReward(rows, shaping),
    remarks: () => [],
  };
}
