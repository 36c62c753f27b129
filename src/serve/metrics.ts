/** Metrics in the form of Prometheus. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { actionLabels } from '../dataset/action-list';
import type { DecisionObserver } from './deciding/decisions';
import { DriftWatch, type InputDrift } from './drift';
import type { DecidedCustomer } from './threads/messages';
import type { ContactStore } from './contacts/contact-store';
import type { ModelThread } from './threads/model-thread';
import type { ServedModel } from './threads/served-model';
import type { Logger } from '../core/logger';

/** Seconds; the goal is a 99th percentile under 25 ms. */
const LATENCIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** What is looked at when somebody asks, not counted as it happens. */
interface WatchedParts {
  readonly served: Pick<ServedModel, 'isUp' | 'current'>;
  readonly store: Pick<ContactStore, 'contacts'> | null;
}

export class Metrics implements DecisionObserver {
  readonly registry = new Registry();
  readonly #requests: Counter<'route' | 'status'>;
  readonly #seconds: Histogram<'route'>;
  readonly #batches: Histogram;
  readonly #decisions: Counter<'action' | 'left_alone' | 'model'>;
  readonly #barred: Counter<'action' | 'reason'>;
  readonly #tried: Counter;
  readonly #unwritten: Counter;
  readonly #deaths: Counter;
  readonly #swaps: Counter<'outcome'>;
  readonly #drift: DriftWatch;

  constructor(logger: Logger) {
    this.#drift = new DriftWatch(({ input, index }) =>
      logger.warn(
        `${input}: customers are others than those trained on: population stability index ${index.toFixed(2)}`,
      ),
    );
    this.#driftGauges();
    const registers = [this.registry];
    const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
      new Counter({ name: `contact_dqn_${name}`, help, labelNames: [...labelNames], registers });
    this.#requests = counter('requests_total', 'requests answered', ['route', 'status']);
    this.#seconds = new Histogram({
      ...{ name: 'contact_dqn_request_seconds', help: 'from a request to its answer', registers },
      ...{ labelNames: ['route'], buckets: LATENCIES },
    });
    this.#batches = new Histogram({
      ...{ name: 'contact_dqn_batch_customers', help: 'customers decided on together', registers },
      buckets: BATCHES,
    });
    this.#decisions = counter('decisions_total', 'decisions by action, as the log trained on calls it', [
      'action',
      'left_alone',
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
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      ...{ name: `contact_dqn_${name}`, help, registers: [this.registry] },
      collect() {
        this.set(read());
      },
    });
  }

  waitsFor(waiting: () => number): void {
    this.#gauge('waiting_customers', 'customers that wait for a decision', waiting);
  }

  watch({ served, store }: WatchedParts): void {
    this.#gauge('up', 'whether there is a thread that decides', () => (served.isUp ? 1 : 0));
    this.#gauge('kept_contacts', 'contacts in the store', () => store?.contacts ?? 0);
    const known = () => served.current.customers?.describe();
    this.#gauge(
      'known_customers',
      'customers whose columns are known, so that requests need not have them',
      () => known()?.customers ?? 0,
    );
    this.#gauge(
      'columns_as_of_seconds',
      'moment of these columns, seconds since 1970; 0 where none are known',
      () => Date.parse(known()?.asOf ?? '1970-01-01') / 1000,
    );
    new Gauge({
      ...{ name: 'contact_dqn_model', help: 'the model that is served', registers: [this.registry] },
      labelNames: ['hash'],
      collect() {
        this.reset();
        this.set({ hash: served.current.hash }, 1);
      },
    });
  }

  onRequest(route: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#seconds.observe({ route }, seconds);
  }

  #driftGauges(): void {
    const drift = this.#drift;
    const gauge = (name: string, help: string, read: (one: InputDrift) => number) =>
      new Gauge({
        ...{ name: `contact_dqn_${name}`, help, registers: [this.registry], labelNames: ['input'] },
        collect() {
          this.reset();
          for (const one of drift.drifts()) this.set({ input: one.input }, read(one));
        },
      });
    gauge(
      'input_stability_index',
      'population stability index against the rows trained on',
      ({ index }) => index,
    );
    gauge('input_drift', '1 where the index is above 0.25 and above what chance allows', ({ isAlarming }) =>
      isAlarming ? 1 : 0,
    );
  }

  readonly onBatch = (customers: number): void => this.#batches.observe(customers);

  readonly onDecided = (decided: readonly DecidedCustomer[], { hash, loaded }: ModelThread): void => {
    const { inputs, raw } = loaded.manifest;
    const [noAction] = actionLabels(loaded.model.actions, raw?.schema);
    for (const { action, barred, isTried, bins } of decided) {
      if (inputs !== undefined) this.#drift.count(hash, inputs, bins);
      // Whoever reads the series need not know what the log calls leaving alone.
      const left = String(action === noAction);
      this.#decisions.inc({ action, left_alone: left, model: hash.slice(0, 12) });
      if (isTried) this.#tried.inc();
      for (const name in barred) this.#barred.inc({ action: name, reason: barred[name]! });
    }
  };

  readonly onUnwritten = (): void => this.#unwritten.inc();
  readonly onDeath = (): void => this.#deaths.inc();
  readonly onSwap = (isDone: boolean): void => this.#swaps.inc({ outcome: isDone ? 'done' : 'refused' });
}
