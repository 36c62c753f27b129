/** The model that is served now: swapped for another without a gap, and started anew where its thread died. */
import type { Logger } from '../../core/logger';
import type { Exploration } from '../../decide/exploration';
import type { RuntimeChoice } from '../../inference/on-onnx-runtime';
import { KnownCustomers, type KnowCustomers } from '../customers/known-customers';
import { unavailable } from '../requests/refusal';
import { ModelThread, type ThreadOptions } from './model-thread';

/** Before a thread that died again at once is started again, milliseconds. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 5_000;

export interface ServedModelOptions {
  readonly exploration: Exploration | null;
  readonly runtime: RuntimeChoice;
  readonly thread: ThreadOptions;
  readonly logger: Logger;
  /** null where requests bring all columns. */
  readonly knowCustomers: KnowCustomers | null;
  /** Told of every end of a thread that was not asked for. */
  readonly onDeath: () => void;
}

/** @throws InputError if the model cannot be served, or nothing be known of customers for it */
async function startedThread(
  folder: string,
  { exploration, runtime, thread: options, knowCustomers }: ServedModelOptions,
  signal: AbortSignal,
): Promise<ModelThread> {
  const thread = await ModelThread.start({ source: { folder }, exploration, runtime }, options);
  if (knowCustomers === null) return thread;
  try {
    thread.customers = new KnownCustomers(await knowCustomers(thread.loaded, signal));
    return thread;
  } catch (error) {
    await thread.retire();
    throw error;
  }
}

export class ServedModel {
  readonly #options: ServedModelOptions;
  #current: ModelThread;
  #isUp = true;
  #isClosed = false;
  readonly #ending = new AbortController();
  /** Customers forgotten since the swap that goes on began: its columns may be of tables of before. */
  #forgotten: string[] | null = null;
  #swaps: Promise<unknown> = Promise.resolve();

  private constructor(thread: ModelThread, options: ServedModelOptions) {
    this.#options = options;
    this.#current = thread;
    this.#watch(thread);
  }

  /** @throws InputError if the model cannot be served */
  static async open(folder: string, options: ServedModelOptions): Promise<ServedModel> {
    return new ServedModel(await startedThread(folder, options, new AbortController().signal), options);
  }

  /** Whether there is a thread that answers. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** What is served, or was when its thread died. */
  get current(): ModelThread {
    return this.#current;
  }

  /** @throws Refusal 503 while no thread answers */
  thread(): ModelThread {
    if (!this.#isUp) throw unavailable('the thread of the model ended and is being started anew');
    return this.#current;
  }

  /**
   * Serves another model from now on; what was asked before is answered by the old one. One swap after the other.
   *
   * @throws InputError if the new one cannot be served; the old one stays
   */
  swap(folder: string): Promise<ModelThread> {
    const swapped = this.#swaps.then(async () => {
      this.#forgotten = [];
      const next = await startedThread(folder, this.#options, this.#ending.signal);
      for (const customer of this.#forgotten) next.customers?.forget(customer);
      if (this.#isClosed) {
        await next.retire();
        throw unavailable('the service is shutting down');
      }
      const old = this.#current;
      this.#current = next;
      this.#isUp = true;
      this.#watch(next);
      void old.retire();
      return next;
    });
    this.#swaps = swapped
      .catch(() => undefined)
      .finally(() => {
        this.#forgotten = null;
      });
    return swapped;
  }

  /** What is known of a customer, until the next load; one that goes on is none. */
  forget(customer: string): void {
    this.#current.customers?.forget(customer);
    this.#forgotten?.push(customer);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#ending.abort(unavailable('the service is shutting down'));
    await this.#swaps;
    await this.#current.retire();
  }

  #watch(thread: ModelThread): void {
    void thread.ended.then(async (reason) => {
      if (thread !== this.#current || this.#isClosed) return;
      this.#isUp = false;
      this.#options.logger.warn(`the thread of the model ended: ${reason}; it is started anew`);
      this.#options.onDeath();
      await this.#restart(thread);
    });
  }

  /** The same model from memory: what lies in its folder may be another by now. */
  async #restart(dead: ModelThread): Promise<void> {
    const { exploration, runtime, thread: options, logger } = this.#options;
    const start = { source: { loaded: dead.loaded }, exploration, runtime };
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await new Promise((done) => setTimeout(done, pause));
      if (this.#isClosed || this.#current !== dead) return;
      try {
        const thread = await ModelThread.start(start, options);
        thread.customers = dead.customers;
        // A swap may have been faster.
        if (this.#isClosed || this.#current !== dead) return void thread.retire();
        this.#current = thread;
        this.#isUp = true;
        return this.#watch(thread);
      } catch (error) {
        logger.warn(`the thread of the model does not start: ${(error as Error).message}`);
      }
    }
  }
}
