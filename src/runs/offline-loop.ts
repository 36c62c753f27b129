/** A training on the decisions of a log, pass by pass, on the way of every run. */
import { describeNetwork } from '../agents/dqn/network/describe';
import { networkFor } from '../agents/dqn/dqn-agent';
import { OfflineLearner } from '../agents/dqn/offline-learner';
import { tracedDecisions } from '../agents/dqn/traced-decisions';
import type { Profiler } from '../core/profiler';
import { LoggedDecisions } from '../replay/logged-decisions';
import { trainOffline, type OfflineProgress } from '../train/train-offline';
import type { Host } from './host';
import { evaluationDetail, type SeedLoop } from './seed-loop';
import type { OfflineTraining } from './task';

/** Rows of metrics.csv and checkpoints of a pass. */
const ROWS_PER_PASS = 4;

function progressDetails({ passes, evaluation }: OfflineProgress, objective: string): string[] {
  return [...evaluationDetail(objective, evaluation), `pass ${Math.ceil(passes)}`];
}

/** Takes the memory of a learner. */
export function makeOfflineLearner(
  { decisions, learner, random }: OfflineTraining,
  profiler: Profiler,
  { logger }: Pick<Host, 'logger'>,
): OfflineLearner {
  const { method } = learner;
  const traced = tracedDecisions(decisions, method.kind === 'dqn' ? (method.traces ?? 0) : 0);
  const replay = new LoggedDecisions(traced?.columns ?? decisions, random.fork('replay'));
  const onFallback = (reason: string) => logger.warn(`updates: ${reason}`);
  const settings = { ...learner, onFallback, ...(traced !== null && { traced }) };
  return new OfflineLearner(settings, replay, random.fork('learner'), profiler);
}

export function offlineLoop(
  training: OfflineTraining,
  objective: string,
  profiler: Profiler,
  host: Host,
): SeedLoop {
  const { logger } = host;
  const { budget, decisions, learner: settings, support, validate, valueBound } = training;
  logger.info(describeNetwork(networkFor(settings)).at(-1)!);
  const rows = decisions.actions.length;
  logger.info(
    `${rows} decisions to learn from, ${settings.config.batchSize} an update, ${budget.mostPasses} passes at most`,
  );
  const learner = makeOfflineLearner(training, profiler, host);
  const interval = Math.ceil(rows / ROWS_PER_PASS);
  return {
    length: budget.mostPasses * rows,
    get program() {
      return learner.program;
    },
    async train({ onProgress, ...surroundings }) {
      const { divergence, ...result } = await trainOffline({
        ...{ learner, budget, validate, valueBound, profiler, ...surroundings },
        ...{ evaluationInterval: rows, logInterval: interval, checkpointInterval: rows },
        onProgress: (now) => onProgress(now.environmentSteps, progressDetails(now, objective)),
      });
      if (divergence !== null) logger.warn(`learning diverged: ${divergence}`);
      return { ...result, best: { ...result.best, support } };
    },
    dispose: () => learner.dispose(),
  };
}
