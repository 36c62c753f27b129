/** One model in a thread of its own, seen from the thread that answers requests. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import type { LoadedModel } from '../../store/model-store';
import type { KnownCustomers } from '../customers/known-customers';
import { unavailable } from '../requests/refusal';
import type { AnsweredCustomer, AskedCustomer, BatchMessage, ThreadMessage, ThreadStart } from './messages';

/** What the compiler makes of `model-thread-worker.ts`. */
export const threadFile = join(__dirname, 'model-thread-worker.js');

interface Waiting {
  readonly done: (customers: readonly AnsweredCustomer[]) => void;
  readonly fail: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export interface ThreadOptions {
  readonly file: string;
  /** Milliseconds after which a thread that does not answer is ended. */
  readonly patience: number;
  /** Told of every decision that the model failed at: a defect of ours. */
  readonly onFailure: (reason: string) => void;
}

type Ready = ThreadMessage & { readonly kind: 'ready' };

export class ModelThread {
  readonly loaded: LoadedModel;
  /** Tells this model from every other: the checksum of its manifest, which holds those of its files. */
  readonly hash: string;
  /** What computes its values, in words. */
  readonly computedBy: string;
  /** What should be heard of that. */
  readonly remarks: readonly string[];
  /** What is known of customers for this model; null where nobody is asked. Set before the thread serves. */
  customers: KnownCustomers | null = null;
  /** When the thread has ended, and why. */
  readonly ended: Promise<string>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #options: ThreadOptions;
  #batches = 0;
  #endReason: string | null = null;
  #onIdle: (() => void) | null = null;

  private constructor(worker: Worker, { loaded, computedBy, remarks }: Ready, options: ThreadOptions) {
    this.loaded = loaded;
    this.hash = loaded.manifest.sha256.manifest;
    this.computedBy = computedBy;
    this.remarks = remarks;
    this.#worker = worker;
    this.#options = options;
    worker.on('message', (message: ThreadMessage) => this.#hear(message));
    this.ended = new Promise((done) => {
      worker.on('error', (error: Error) => (this.#endReason ??= error.message.split('\n')[0]!));
      worker.on('exit', (code) => {
        const reason = this.#endReason ?? `it ended with code ${code}`;
        this.#endReason = reason;
        for (const id of [...this.#waiting.keys()])
          this.#settle(id)!.fail(unavailable(`the thread of the model ended: ${reason}`));
        done(reason);
      });
    });
  }

  /** @throws InputError if the model cannot be served; its thread has then ended */
  static start(start: ThreadStart, options: ThreadOptions): Promise<ModelThread> {
    const worker = new Worker(options.file, { workerData: start });
    return new Promise((done, fail) => {
      const end = (reason: string) => fail(new InputError(reason));
      const onError = (error: Error) => end(`the model cannot be served: ${error.message.split('\n')[0]!}`);
      const onExit = (code: number) =>
        end(`the thread of the model ended with code ${code} before it was ready`);
      worker.once('error', onError);
      worker.once('exit', onExit);
      worker.once('message', (message: ThreadMessage) => {
        worker.off('exit', onExit);
        if (message.kind === 'unfit') end(message.reason);
        if (message.kind !== 'ready') return;
        worker.off('error', onError);
        done(new ModelThread(worker, message, options));
      });
    });
  }

  /** @throws Refusal 503 if the thread ends, or takes too long, before it has answered */
  ask(customers: readonly AskedCustomer[], explores: boolean): Promise<readonly AnsweredCustomer[]> {
    if (this.#endReason !== null)
      return Promise.reject(unavailable(`the thread of the model ended: ${this.#endReason}`));
    const id = (this.#batches += 1);
    return new Promise((done, fail) => {
      const { patience } = this.#options;
      const timer = setTimeout(() => this.#end(`no answer within ${patience} ms`), patience);
      this.#waiting.set(id, { done, fail, timer });
      this.#worker.postMessage({ id, customers, explores } satisfies BatchMessage);
    });
  }

  /** Ends the thread when it has answered all that it was asked. */
  async retire(): Promise<void> {
    if (this.#waiting.size > 0 && this.#endReason === null)
      await new Promise<void>((done) => (this.#onIdle = done));
    this.#end('it was retired');
    await this.ended;
  }

  #end(reason: string): void {
    this.#endReason ??= reason;
    void this.#worker.terminate();
  }

  #hear(message: ThreadMessage): void {
    if (message.kind === 'answers') this.#settle(message.id)?.done(message.customers);
    // A defect of ours: whoever asked gets no answer rather than a wrong one.
    else if (message.kind === 'failed') {
      this.#settle(message.id)?.fail(unavailable('the model failed at this decision'));
      this.#options.onFailure(message.reason);
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#onIdle?.();
    return waiting;
  }
}
