/** The thread that reads: started by `batch-source.ts`, which it tells one batch after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { Answer, Ask, BatchRequest } from './batch-messages';
import { readHere } from './batch-source';

/** Batches that may wait to be taken: enough that nobody waits, few enough for the memory. */
const AHEAD = 4;

/** A batch as plain data, in memory of its own that may be given away. */
function plain(batch: RawBatch): Omit<RawBatch, 'place'> {
  const { rows, observations, unseen, first, bytesRead, unknown, source, customers, bars, pasts } = batch;
  return {
    ...{ rows, observations, unseen, first, bytesRead, unknown, pasts },
    source: { ...source, lines: source.lines.slice() },
    bars: bars && { codes: bars.codes, reasons: bars.reasons },
    customers: customers && {
      // A Buffer's own slice is no copy.
      ...{ name: customers.name, bytes: new Uint8Array(customers.bytes), bounds: customers.bounds.slice() },
    },
  };
}

/** What is given away, not copied. */
function memoryOf({ observations, source, customers, bars }: Omit<RawBatch, 'place'>): ArrayBuffer[] {
  const arrays = [observations, source.lines, customers?.bytes, customers?.bounds, bars?.codes];
  return arrays.flatMap((array) => (array === undefined ? [] : [array.buffer as ArrayBuffer]));
}

function run(port: NonNullable<typeof parentPort>): void {
  const source = readHere(workerData as BatchRequest);
  const say = (answer: Answer, moved: ArrayBuffer[] = []) => port.postMessage(answer, moved);
  let room = AHEAD;
  let onRoom: () => void = () => undefined;
  const batches = async () => {
    for await (const batch of source.batches()) {
      while (room === 0) await new Promise<void>((go) => (onRoom = go));
      room -= 1;
      const given = plain(batch);
      say({ kind: 'batch', batch: given }, memoryOf(given));
    }
    say({ kind: 'end' });
  };
  const answer = async (asked: Ask) => {
    if (asked === 'history') say({ kind: 'history', history: await source.history() });
    else await batches();
  };
  port.on('message', (asked: Ask) => {
    if (asked === 'more') {
      room += 1;
      onRoom();
      return;
    }
    answer(asked).catch((error: unknown) => {
      // Other errors are defects: they end the thread, and the run with it.
      if (!(error instanceof InputError)) throw error;
      say({ kind: 'refused', message: error.message });
    });
  });
}

if (parentPort !== null) run(parentPort);
