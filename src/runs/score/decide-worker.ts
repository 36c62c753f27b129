/** A thread that decides batches, one after the other: started by `batch-decider.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import { computedBeside } from '../../inference/compute-values';
import { tablePlace } from '../../dataset/read/table-source';
import { decideHere } from './batch-decider';
import type { DecideAnswer, DecideAsk, DecideStart } from './decide-messages';

/** What is given away, not copied; some of it is the same memory. */
function memoryOf({ qValues, values, supported, best, actions, probabilities }: DecideResult): ArrayBuffer[] {
  const arrays = [qValues, values, supported, best, actions, probabilities];
  return [...new Set(arrays.flatMap((array) => (array === null ? [] : [array.buffer as ArrayBuffer])))];
}

type DecideResult = (DecideAnswer & { readonly kind: 'decided' })['decided'];

function run(port: NonNullable<typeof parentPort>): void {
  const { model, computer } = workerData as DecideStart;
  const decider = computedBeside(computer, model).then((qFunction) => decideHere(model, qFunction));
  // Whoever asks hears of it.
  decider.catch(() => undefined);
  const say = (answer: DecideAnswer, moved: ArrayBuffer[] = []) => port.postMessage(answer, moved);
  const answer = async ({ charges, trial, source, ...batch }: DecideAsk) => {
    const place = (row: number) => tablePlace(source, row);
    try {
      const { bars: _bars, ...decided } = await (
        await decider
      ).decide({ ...batch, place, source }, charges, trial);
      say({ kind: 'decided', decided }, memoryOf(decided));
    } catch (error) {
      // Other errors are defects: they end the thread, and the run with it.
      if (!(error instanceof InputError)) throw error;
      say({ kind: 'refused', message: error.message });
    }
  };
  let last = Promise.resolve();
  port.on('message', (ask: DecideAsk) => {
    last = last.then(() => answer(ask));
  });
}

if (parentPort !== null) run(parentPort);
