/** Work on logs, shared among threads: a log depends on seed and number alone, so it does not matter which. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { recordOf, type CoveragePlan, type LogRecord } from '../../src/runs/self-test/coverage';
import { powerOf, type PowerPlan, type PowerRecord } from './power';
import { openSetting } from './settings';

/** What is to be done with each log of a setting. */
type Task =
  | { readonly kind: 'coverage'; readonly name: string; readonly plan: CoveragePlan }
  | { readonly kind: 'power'; readonly name: string; readonly plan: PowerPlan };

interface Share {
  readonly task: Task;
  readonly first: number;
  /** Every how many-th log from the first on. */
  readonly step: number;
}

type Numbered<Outcome> = readonly [log: number, outcome: Outcome];

async function workOf(task: Task): Promise<(log: number) => Promise<unknown>> {
  if (task.kind === 'power') return powerOf(task.name, task.plan);
  const setting = await openSetting(task.name);
  return (log) => recordOf(setting, task.plan, log);
}

async function outcomesOfShare({ task, first, step }: Share): Promise<Numbered<unknown>[]> {
  const work = await workOf(task);
  const outcomes: Numbered<unknown>[] = [];
  for (let log = first; log < task.plan.logs; log += step) outcomes.push([log, await work(log)]);
  return outcomes;
}

function inThread<Outcome>(share: Share): Promise<Numbered<Outcome>[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** @returns [logs] in their order */
async function shared<Outcome>(task: Task, threads: number): Promise<Outcome[]> {
  const shares = Array.from({ length: threads }, (_, first) =>
    inThread<Outcome>({ task, first, step: threads }),
  );
  const numbered = (await Promise.all(shares)).flat();
  return numbered.sort(([a], [b]) => a - b).map(([, outcome]) => outcome);
}

export const recordsOf = (name: string, plan: CoveragePlan, threads: number) =>
  shared<LogRecord>({ kind: 'coverage', name, plan }, threads);

export const powerRecordsOf = (name: string, plan: PowerPlan, threads: number) =>
  shared<PowerRecord>({ kind: 'power', name, plan }, threads);

if (!isMainThread) {
  void outcomesOfShare(workerData as Share).then((outcomes) => parentPort!.postMessage(outcomes));
}
