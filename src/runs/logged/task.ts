/** Training on a log, from configuration to report. */
import { inputHistograms } from '../../dataset/features/input-histograms';
import type { Host } from '../host';
import type { LoggedRunConfig } from '../run-config';
import type { Task, Training } from '../task';
import type { TrainingResult } from '../../train/training-result';
import { carriedFiles } from './carried-columns';
import { waysOn } from './learned/candidates';
import { gammaOf } from './learned/learner-config';
import { learnedTraining } from './learned/training';
import { replayStudy } from './replay-study';
import { loggedReport, type LogOfRun } from './report';

export type { LogOfRun } from './report';

/** What is learned from, how, and what the next decision is worth in it. */
function methodOf(config: LoggedRunConfig, { contacts, splits }: LogOfRun) {
  const { settings } = config;
  if ('dqn' in settings) {
    return {
      objective: 'rewardPerRow',
      gamma: () => settings.dqn.gamma,
      caution: () => 0,
      training: (seed: number): Training => replayStudy({ ...config, settings }, splits, seed),
    };
  }
  const candidates = waysOn(contacts, settings);
  return {
    objective: 'validation value',
    gamma: ({ selection }: TrainingResult) => gammaOf(candidates[selection!.chosen]!, contacts.schema),
    caution: ({ selection }: TrainingResult) => candidates[selection!.chosen]!.conservativeWeight ?? 0,
    training: (seed: number): Training => learnedTraining({ ...config, settings }, contacts, splits, seed),
  };
}

export function loggedTask(config: LoggedRunConfig, log: LogOfRun, host: Host): Task {
  const { contacts, splits } = log;
  const { objective, gamma, caution, training } = methodOf(config, log);
  return {
    objective,
    details: (result) => ({
      ...{ dataHash: config.dataHash, environment: null, gamma: gamma(result) },
      ...(splits.raw !== null && {
        raw: splits.raw,
        inputs: inputHistograms(splits.raw.features, splits.train.observations),
      }),
      ...(contacts.schema.cost !== undefined && { costs: contacts.log.actionCosts }),
      ...(caution(result) > 0 && { conservativeWeight: caution(result) }),
    }),
    customers: config.customers === undefined ? new Map() : carriedFiles(config.customers),
    training,
    report: (backend, trained) => loggedReport(config, log, host, backend, trained),
  };
}
