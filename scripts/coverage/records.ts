/** The logs of a setting, shared among threads: a log depends on seed and number alone, so it does not matter which. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { recordOf, type CoveragePlan, type LogRecord } from '../../src/runs/self-test/coverage';
import { openSetting } from './settings';

interface Share {
  readonly name: string;
  readonly plan: CoveragePlan;
  readonly first: number;
  /** Every how many-th log from the first on. */
  readonly step: number;
}

type Numbered = readonly [log: number, record: LogRecord];

async function recordsOfShare({ name, plan, first, step }: Share): Promise<Numbered[]> {
  const setting = await openSetting(name);
  const records: Numbered[] = [];
  for (let log = first; log < plan.logs; log += step) records.push([log, await recordOf(setting, plan, log)]);
  return records;
}

function inThread(share: Share): Promise<Numbered[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** @returns [logs] in their order */
export async function recordsOf(name: string, plan: CoveragePlan, threads: number): Promise<LogRecord[]> {
  const shares = Array.from({ length: threads }, (_, first) => inThread({ name, plan, first, step: threads }));
  const numbered = (await Promise.all(shares)).flat();
  return numbered.sort(([a], [b]) => a - b).map(([, record]) => record);
}

if (!isMainThread) {
  void recordsOfShare(workerData as Share).then((records) => parentPort!.postMessage(records));
}
