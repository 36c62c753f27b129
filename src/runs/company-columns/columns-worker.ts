/** The thread that makes columns of customers: started by `columns-of-served.ts`, which it tells once. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import { memoryOfColumns } from '../../dataset/features/customer-columns';
import { makeHere, type ColumnsAnswer, type ServedColumnsRequest } from './columns-of-served';

async function run(port: NonNullable<typeof parentPort>): Promise<void> {
  const say = (answer: ColumnsAnswer, moved: ArrayBuffer[] = []) => port.postMessage(answer, moved);
  try {
    const columns = await makeHere(workerData as ServedColumnsRequest);
    say({ kind: 'made', columns }, memoryOfColumns(columns.known.columns));
  } catch (error) {
    // Other errors are defects: they end the thread, and whoever waits hears of it.
    if (!(error instanceof InputError)) throw error;
    say({ kind: 'refused', message: error.message });
  }
}

if (parentPort !== null) void run(parentPort);
