/** A training on the decisions of a log, candidate by candidate and pass by pass, on the way of every run. */
import { describeNetwork } from '../agents/dqn/network/describe';
import { networkFor } from '../agents/dqn/dqn-agent';
import { OfflineLearner } from '../agents/dqn/offline-learner';
import { tracedDecisions } from '../agents/dqn/traced-decisions';
import type { Profiler } from '../core/profiler';
import { LoggedDecisions } from '../replay/logged-decisions';
import { trainCandidates, type CandidateProgress } from '../train/train-candidates';
import type { Host } from './host';
import { evaluationDetail, type SeedLoop } from './seed-loop';
import type { OfflineCandidate, OfflineTraining } from './task';

/** Rows of metrics.csv and checkpoints of a pass. */
const ROWS_PER_PASS = 4;

/** Takes the memory of a learner and of what it learns from. */
export function openCandidate(
  { learner: settings, decisions: columns, validate, valueBound, random }: OfflineCandidate,
  profiler: Profiler,
  { logger }: Pick<Host, 'logger'>,
) {
  const { method } = settings;
  const decisions = columns();
  const traced = tracedDecisions(decisions, method.kind === 'dqn' ? (method.traces ?? 0) : 0);
  const replay = new LoggedDecisions(traced?.columns ?? decisions, random.fork('replay'));
  const onFallback = (reason: string) => logger.warn(`updates: ${reason}`);
  const learner = new OfflineLearner(
    { ...settings, onFallback, ...(traced !== null && { traced }) },
    replay,
    random.fork('learner'),
    profiler,
  );
  return { learner, validate, valueBound: valueBound(decisions) };
}

export function offlineLoop(
  { budget, candidates, rows, unlogged, shrunk, priced }: OfflineTraining,
  objective: string,
  profiler: Profiler,
  host: Host,
): SeedLoop {
  const { logger } = host;
  const { learner: first } = candidates[0]!;
  logger.info(describeNetwork(networkFor(first)).at(-1)!);
  logger.info(
    `${rows} decisions to learn from, ${first.config.batchSize} an update, ${budget.mostPasses} passes at most; ways of learning to choose from: ${candidates.length}`,
  );
  const interval = Math.ceil(rows / ROWS_PER_PASS);
  const decisionsPerCandidate = budget.mostPasses * rows;
  const open = (candidate: OfflineCandidate) => openCandidate(candidate, profiler, host);
  let ahead: ReturnType<typeof open> | null = open(candidates[0]!);
  const takeFirst = () => {
    const first = ahead ?? open(candidates[0]!);
    ahead = null;
    return first;
  };
  // A run that goes on in a later one has no use for the first.
  const openLater = (candidate: OfflineCandidate) => {
    ahead?.learner.dispose();
    ahead = null;
    return open(candidate);
  };
  return {
    length: candidates.length * decisionsPerCandidate,
    program: ahead.learner.program,
    async train({ onProgress, ...surroundings }) {
      const opening = candidates.map((candidate, i) => (i === 0 ? takeFirst : () => openLater(candidate)));
      const result = await trainCandidates({
        ...{ candidates: opening, budget, decisionsPerCandidate, profiler, ...surroundings },
        ...{ evaluationInterval: rows, logInterval: interval, checkpointInterval: rows },
        onProgress: (now) =>
          onProgress(now.environmentSteps, progressDetails(now, candidates, budget, objective)),
      });
      const { chosen } = result.selection;
      const { support } = candidates[chosen]!;
      const best = { ...result.best, support, ...(unlogged !== undefined && { unlogged }) };
      if (!result.finished) return { ...result, best };
      const held = await shrunk?.(best);
      const model = held?.model ?? best;
      return {
        ...{ ...result, best: priced ? await priced(model) : model },
        ...(held && { calibration: held.calibration }),
      };
    },
    dispose: () => ahead?.learner.dispose(),
  };
}

function progressDetails(
  { candidate, passes, evaluation }: CandidateProgress,
  { length }: readonly OfflineCandidate[],
  { mostPasses }: OfflineTraining['budget'],
  objective: string,
): string[] {
  const place = length > 1 ? [`way ${candidate + 1} of ${length}`] : [];
  // The batch that ends the last pass has rows of the next.
  const pass = Math.min(mostPasses, Math.ceil(passes));
  return [...place, ...evaluationDetail(objective, evaluation), `pass ${pass}`];
}
