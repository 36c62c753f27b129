/** Where batches come from: read here, or in a thread beside this one, so that reading and deciding share no core. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import { readPasts } from '../../dataset/decisions/known-pasts';
import { memoryOfColumns } from '../../dataset/features/customer-columns';
import { customerBatches, rawBatches, type RawBatch } from '../../dataset/features/raw-batches';
import { tablePlace } from '../../dataset/read/read-table';
import type { Answer, Ask, BatchRequest, KnownHistory } from './batch-messages';

/** Reads the files as often as it is asked, and the history once. */
export interface BatchSource {
  /** @throws InputError with file, line, column, expectation and value */
  history(): Promise<KnownHistory | null>;
  /** @throws InputError with file, line, column, expectation and value; after the batches before that line */
  batches(): AsyncGenerator<RawBatch, undefined>;
  close(): Promise<void>;
}

/** In this thread. */
export function readHere({ raw, files, columns, history, actions, rows, now }: BatchRequest): BatchSource {
  const pasts = history.length === 0 ? null : readPasts(history, raw.schema, actions);
  // Whoever asks for it hears of it.
  pasts?.catch(() => undefined);
  return {
    history: async () => {
      const known = await pasts;
      return known && { rows: known.rows, customers: known.customers, newest: known.newest };
    },
    async *batches(): AsyncGenerator<RawBatch, undefined> {
      const pastOf = (await pasts)?.pastOf;
      const known = { now, isStrict: true, ...(pastOf && { pastOf }) };
      if (columns === null) yield* rawBatches(raw, files, actions, rows, known);
      else if (files.length > 0)
        yield* rawBatches(raw, files, actions, rows, { ...known, customers: columns });
      else yield* customerBatches(raw, actions, rows, { ...known, customers: columns });
      return undefined;
    },
    close: () => Promise.resolve(),
  };
}

/** Compiled, it lies beside this file; where sources run as they are, as in tests, there is none. */
const WORKER = join(__dirname, 'batch-worker.js');

/** One answer after the other. */
class Answers {
  readonly #worker: Worker;
  readonly #waiting: Answer[] = [];
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: Answer) => {
      this.#waiting.push(answer);
      this.#wake();
    });
    worker.on('error', (error: Error) => this.#fail(error));
    worker.on('exit', (code) => this.#fail(new Error(`the thread that reads ended with code ${code}`)));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  async next(): Promise<Exclude<Answer, { kind: 'refused' }>> {
    while (this.#waiting.length === 0 && this.#failure === null)
      await new Promise<void>((wake) => (this.#wake = wake));
    const answer = this.#waiting.shift();
    if (answer === undefined) throw this.#failure!;
    if (answer.kind === 'refused') throw new InputError(answer.message);
    // For each that is taken another may be made.
    if (answer.kind === 'batch') this.#worker.postMessage('more' satisfies Ask);
    return answer;
  }
}

/** In a thread of its own. @param file of the thread, compiled */
export function readBeside(request: BatchRequest, file = WORKER): BatchSource {
  const { columns = [], cells = [] } = request.columns ?? {};
  const transferList = memoryOfColumns([...columns, ...cells]);
  const worker = new Worker(file, { workerData: request, transferList });
  const answers = new Answers(worker);
  return {
    history: async () => {
      worker.postMessage('history' satisfies Ask);
      const answer = await answers.next();
      return answer.kind === 'history' ? answer.history : null;
    },
    async *batches(): AsyncGenerator<RawBatch, undefined> {
      worker.postMessage('batches' satisfies Ask);
      for (;;) {
        const answer = await answers.next();
        if (answer.kind !== 'batch') return undefined;
        const { batch } = answer;
        yield { ...batch, place: (row) => tablePlace(batch.source, row) };
      }
    },
    close: async () => void (await worker.terminate()),
  };
}

/** Beside this thread where that is possible. */
export function batchSource(request: BatchRequest): BatchSource {
  return existsSync(WORKER) ? readBeside(request) : readHere(request);
}
