/** Training on a log, from configuration to report. */
import { inputHistograms } from '../../dataset/features/input-histograms';
import type { TrainingResult } from '../../train/training-result';
import type { Host } from '../host';
import type { LearnedRunConfig, LoggedRunConfig } from '../run-config';
import type { Learning, Task } from '../task';
import { carriedFiles } from './carried-columns';
import { waysOn, type Candidate } from './learned/candidates';
import { gammaOf } from './learned/learner-config';
import { learnedTraining } from './learned/training';
import { withoutEnriched } from './learned/without-enriched';
import { replayStudy } from './replay-study';
import { loggedReport, type LogOfRun } from './report';

export type { LogOfRun } from './report';

type LearnedLog = Pick<LogOfRun, 'contacts' | 'splits'>;

/** What every manifest says of a log. */
function logDetails({ dataHash }: LoggedRunConfig, { contacts, splits }: LearnedLog) {
  return {
    ...{ dataHash, environment: null },
    ...(splits.raw !== null && {
      raw: splits.raw,
      inputs: inputHistograms(splits.raw.features, splits.train.observations),
    }),
    ...(contacts.schema.cost !== undefined && { costs: contacts.log.actionCosts }),
  };
}

/** Learning from decisions, by some of the ways that there are. */
function learningFrom(config: LearnedRunConfig, log: LearnedLog, ways: readonly Candidate[]): Learning {
  const { contacts, splits } = log;
  const chosenOf = ({ selection }: TrainingResult) => ways[selection!.chosen]!;
  return {
    objective: 'validation value',
    details: (result) => {
      const { conservativeWeight } = chosenOf(result);
      return {
        ...logDetails(config, log),
        gamma: gammaOf(chosenOf(result), contacts.schema),
        ...(conservativeWeight !== null && conservativeWeight > 0 && { conservativeWeight }),
      };
    },
    training: (seed) => learnedTraining(config, contacts, splits, seed, ways),
  };
}

export function loggedTask(config: LoggedRunConfig, log: LogOfRun, host: Host): Task {
  const { contacts, splits } = log;
  const { settings } = config;
  const customers = config.customers === undefined ? {} : { customers: carriedFiles(config.customers) };
  const report: Task['report'] = (backend, trained, beside = null) =>
    loggedReport(config, log, host, backend, trained, beside);
  if ('dqn' in settings) {
    return {
      objective: 'rewardPerRow',
      details: () => ({ ...logDetails(config, log), gamma: settings.dqn.gamma }),
      training: (seed) => replayStudy({ ...config, settings }, splits, seed),
      ...customers,
      report,
    };
  }
  const learned = { ...config, settings };
  const ways = waysOn(contacts, settings);
  return {
    ...learningFrom(learned, log, ways),
    ...customers,
    beside: (own) =>
      withoutEnriched(learned, log, ways, own, (others, kept) =>
        learningFrom(learned, { contacts, splits: others }, [kept]),
      ),
    report,
  };
}
