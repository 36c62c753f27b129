/** The thread that makes columns of customers: started by `columns-of-served.ts`, which it tells once. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import { makeHere, type ColumnsAnswer, type ServedColumnsRequest } from './columns-of-served';

async function run(port: NonNullable<typeof parentPort>): Promise<void> {
  const say = (answer: ColumnsAnswer) => port.postMessage(answer);
  try {
    say({ kind: 'made', columns: await makeHere(workerData as ServedColumnsRequest) });
  } catch (error) {
    // Other errors are defects: they end the thread, and whoever waits hears of it.
    if (!(error instanceof InputError)) throw error;
    say({ kind: 'refused', message: error.message });
  }
}

if (parentPort !== null) void run(parentPort);
