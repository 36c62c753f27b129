/** Metrics in the form of Prometheus. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DecisionObserver } from './deciding/decisions';
import type { DecidedCustomer } from './threads/messages';

/** Seconds; the goal is a 99th percentile under 25 ms. */
const LATENCIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** What is read when somebody looks, not when it happens. */
export interface MeasuredNow {
  readonly waiting: () => number;
  readonly isUp: () => boolean;
  readonly model: () => string;
  readonly contacts: () => number;
}

export class Metrics implements DecisionObserver {
  readonly registry = new Registry();
  readonly #requests: Counter<'route' | 'status'>;
  readonly #seconds: Histogram<'route'>;
  readonly #batches: Histogram;
  readonly #decisions: Counter<'action' | 'model'>;
  readonly #barred: Counter<'action' | 'reason'>;
  readonly #tried: Counter;
  readonly #unwritten: Counter;
  readonly #deaths: Counter;
  readonly #swaps: Counter<'outcome'>;

  constructor({ waiting, isUp, model, contacts }: MeasuredNow) {
    const registers = [this.registry];
    const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
      new Counter({ name: `contact_dqn_${name}`, help, labelNames: [...labelNames], registers });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        ...{ name: `contact_dqn_${name}`, help, registers },
        collect() {
          this.set(read());
        },
      });
    this.#requests = counter('requests_total', 'requests answered', ['route', 'status']);
    this.#seconds = new Histogram({
      ...{ name: 'contact_dqn_request_seconds', help: 'from a request to its answer', registers },
      ...{ labelNames: ['route'], buckets: LATENCIES },
    });
    this.#batches = new Histogram({
      ...{ name: 'contact_dqn_batch_customers', help: 'customers decided on together', registers },
      buckets: BATCHES,
    });
    this.#decisions = counter('decisions_total', 'decisions by action; "No Action" leaves alone', [
      'action',
      'model',
    ]);
    this.#barred = counter('barred_total', 'actions that a rule or eligibility barred', ['action', 'reason']);
    this.#tried = counter('tried_total', 'decisions for another action than the best, to learn of it');
    this.#unwritten = counter(
      'unwritten_total',
      'decisions not given out, for they could not be written down',
    );
    this.#deaths = counter('thread_deaths_total', 'ends of the thread of the model that nobody asked for');
    this.#swaps = counter('swaps_total', 'swaps of the model', ['outcome']);
    gauge('waiting_customers', 'customers that wait for a decision', waiting);
    gauge('up', 'whether there is a thread that decides', () => (isUp() ? 1 : 0));
    gauge('kept_contacts', 'contacts in the store', contacts);
    const info = new Gauge({
      ...{ name: 'contact_dqn_model', help: 'the model that is served', registers, labelNames: ['hash'] },
      collect() {
        this.reset();
        this.set({ hash: model() }, 1);
      },
    });
    info.set({ hash: model() }, 1);
  }

  onRequest(route: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#seconds.observe({ route }, seconds);
  }

  readonly onBatch = (customers: number): void => this.#batches.observe(customers);

  readonly onDecided = (decided: readonly DecidedCustomer[], thread: { readonly hash: string }): void => {
    for (const { action, barred, isTried } of decided) {
      this.#decisions.inc({ action, model: thread.hash.slice(0, 12) });
      if (isTried) this.#tried.inc();
      for (const name in barred) this.#barred.inc({ action: name, reason: barred[name]! });
    }
  };

  readonly onUnwritten = (): void => this.#unwritten.inc();
  readonly onDeath = (): void => this.#deaths.inc();
  readonly onSwap = (isDone: boolean): void => this.#swaps.inc({ outcome: isDone ? 'done' : 'refused' });
}
