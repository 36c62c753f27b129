/** The sales-channel study at its published settings, for both sides: the published rows and settings. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dqnConfigSchema } from '../../src/agents/dqn/dqn-config';
import { salesChannelSchema } from '../../src/dataset/presets/sales-channel';
import { loadLoggedRows } from '../../src/dataset/load-logged-rows';
import { splitRows } from '../../src/dataset/split';
import type { RowsToReplay } from '../../src/worlds/sales-channel-study/row-replay';
import { readJsonFile } from '../../src/core/files';
import { writeNpy } from './npy';

/** The training rows of the published split, in its order. */
export async function studyRows(root: string): Promise<RowsToReplay> {
  const { rows } = await loadLoggedRows(join(root, 'data/sales-channel/prepared.csv'), salesChannelSchema);
  const { train } = splitRows(rows.loggedActions.length);
  const width = rows.features.length;
  const chosen = Array.from(train);
  return {
    features: rows.features,
    actions: rows.actions,
    actionCosts: rows.actionCosts,
    observations: Float32Array.from(
      chosen.flatMap((row) => Array.from(rows.observations.subarray(row * width, (row + 1) * width))),
    ),
    loggedActions: Int32Array.from(chosen, (row) => rows.loggedActions[row]!),
    rewards: Float64Array.from(chosen, (row) => rows.rewards[row]!),
  };
}

/**
 * The published settings, but for two that shorten the wait: learning starts after 256 steps, and epsilon is at its
 * end from the beginning, which is where it spends most of a run and where acting costs most.
 */
export function studyConfig(root: string) {
  const published = readJsonFile(join(root, 'data/sales-channel/published-settings.json')) as { dqn: object };
  const config = dqnConfigSchema.parse(published.dqn);
  return { ...config, learningStarts: 256, epsilon: { ...config.epsilon, start: config.epsilon.end } };
}

export async function writeStudyInputs(folder: string, root: string): Promise<void> {
  const rows = await studyRows(root);
  const { gamma, hiddenLayers, learningRate, maxGradientNorm, batchSize, ...others } = studyConfig(root);
  const settings = {
    ...{ gamma, hiddenLayers, learningRate, maxGradientNorm, batchSize },
    ...{ replayCapacity: others.replayCapacity, learningStarts: others.learningStarts },
    ...{ targetPeriod: others.target.period, tau: others.target.tau, epsilon: others.epsilon.end },
    stepsPerUpdate: Math.round(1 / others.updatesPerTransition),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const count = rows.loggedActions.length;
  writeNpy(join(folder, 'observations.npy'), rows.observations, [count, rows.features.length]);
  writeNpy(join(folder, 'actions.npy'), rows.loggedActions, [count]);
  writeNpy(join(folder, 'rewards.npy'), Float32Array.from(rows.rewards), [count]);
}
