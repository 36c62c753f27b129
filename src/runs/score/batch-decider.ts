/** Who decides batches: this thread, or several beside it, so that all cores have something to do. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Model } from '../../agents/model';
import { InputError } from '../../core/errors';
import type { RawBatch } from '../../dataset/features/raw-batches';
import { decide, type Decided, type Trial } from '../../decide/decide';
import type { Computer } from '../../inference/compute-values';
import type { QFunction } from '../../policies/policy';
import type { DecideAnswer, DecideAsk, DecideStart } from './decide-messages';
import type { DecidingModel } from './deciding-model';

export interface BatchDecider {
  /** Batches that are worth being given to it at once. */
  readonly most: number;
  /** Beside this one; 0 where this one decides. */
  readonly threads: number;
  /**
   * @param batch whose observations are gone afterwards
   * @param charges [actions] in the place of those of the model; null for those
   * @throws InputError naming the row whose values are not finite
   */
  decide(
    batch: Pick<RawBatch, 'rows' | 'observations' | 'bars' | 'source' | 'place'>,
    charges: readonly number[] | null,
    trial: Trial | null,
  ): Promise<Decided>;
  close(): Promise<void>;
}

/** The same values, charged otherwise. */
function chargedOtherwise(q: QFunction, charges: readonly number[]): QFunction {
  return {
    charges,
    qValues: (observations) => q.qValues(observations),
    supportedActions: (observations, allowed) => q.supportedActions?.(observations, allowed) ?? allowed,
  };
}

/** In this thread. */
export function decideHere(model: Pick<Model, 'actions'>, qFunction: QFunction): BatchDecider {
  return {
    ...{ most: 1, threads: 0 },
    decide: (batch, charges, trial) =>
      decide(model, charges === null ? qFunction : chargedOtherwise(qFunction, charges), batch, trial),
    close: () => Promise.resolve(),
  };
}

/** Compiled, it lies beside this file; where sources run as they are, as in tests, there is none. */
const WORKER = join(__dirname, 'decide-worker.js');

interface Waiting {
  readonly done: (answer: DecideAnswer) => void;
  readonly fail: (error: Error) => void;
}

/** One thread, which answers in the order in which it is asked. */
class DecidingThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | null = null;

  constructor(start: DecideStart, file: string) {
    this.#worker = new Worker(file, { workerData: start });
    this.#worker.on('message', (answer: DecideAnswer) => this.#waiting.shift()!.done(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread that decides ended with code ${code}`)));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { fail } of this.#waiting.splice(0)) fail(this.#failure);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  ask(ask: DecideAsk): Promise<DecideAnswer> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((done, fail) => {
      // What cannot be posted is not waited for.
      this.#worker.postMessage(ask, [ask.observations.buffer as ArrayBuffer]);
      this.#waiting.push({ done, fail });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Batches that a thread is given: the next one waits when it has done with one. */
const EACH = 2;

/** In threads beside this one: whichever has least to do takes the next. @param file of the thread, compiled */
export function decideBeside(start: DecideStart, threads: number, file = WORKER): BatchDecider {
  const all = Array.from({ length: threads }, () => new DecidingThread(start, file));
  return {
    ...{ most: EACH * threads, threads },
    decide: async ({ rows, observations, bars, source }, charges, trial) => {
      const thread = all.reduce((least, one) => (one.waiting < least.waiting ? one : least));
      const answer = await thread.ask({ rows, observations, bars, source, charges, trial });
      if (answer.kind === 'refused') throw new InputError(answer.message);
      return { ...answer.decided, bars };
    },
    close: async () => void (await Promise.all(all.map((thread) => thread.end()))),
  };
}

/** Bytes of a file from which on threads are worth their start. */
const WORTH_THREADS = 2 ** 26;
/** Each takes some 100 MB. */
const MOST_THREADS = 8;
/** What computes in one thread: native TensorFlow and a GPU have threads of their own. */
const SINGLE = new Set<Computer>(['onnx', 'wasm', 'cpu']);

/** @param bytes of the files; 0 where nobody knows */
function threadsFor(bytes: number): number {
  return bytes < WORTH_THREADS ? 0 : Math.min(MOST_THREADS, availableParallelism());
}

/** @param threads beside this one, where the computer and the program allow any. @default as the bytes of the files ask for */
export function batchDecider(
  { model, qFunction, computer }: DecidingModel,
  bytes: number,
  threads = threadsFor(bytes),
): BatchDecider {
  const canDivide = SINGLE.has(computer) && existsSync(WORKER);
  return canDivide && threads > 0 ? decideBeside({ model, computer }, threads) : decideHere(model, qFunction);
}
