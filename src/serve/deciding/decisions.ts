/**
 * From a request to its answer: looks up what is kept of its customers, asks the model, writes down what was decided, and
 * only then answers. A request is decided as a whole or not at all.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/clock';
import { show } from '../../core/errors';
import { actionLabels } from '../../dataset/action-list';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { AskedInRequest } from '../requests/decide-request';
import { expectedMoment, toldMoment, UTC, writtenMoment } from '../../dataset/schema/told-moments';
import { Refusal, unavailable } from '../requests/refusal';
import type { AskedCustomer, AnsweredCustomer, DecidedCustomer } from '../threads/messages';
import type { ModelThread } from '../threads/model-thread';
import type { ServedModel } from '../threads/served-model';
import type { FilledCustomer } from '../customers/known-customers';
import { decisionAnswer, type DecisionAnswer, type ExplainedAnswer } from './answers';
import { Batches, type BatchLimits } from './batches';
import type { Draws } from './draws';
import { InTurn } from './in-turn';
import { writeDown, type WritingOptions } from './writing-down';

export interface DecisionsOptions extends WritingOptions {
  readonly served: ServedModel;
  readonly draws: Draws;
  readonly clock: Clock;
  readonly limits: BatchLimits;
  /** Milliseconds after which a request that has no decision yet gets none. */
  readonly timeout: number;
  readonly observer: DecisionObserver;
}

/** Told of what happens, for metrics. */
export interface DecisionObserver {
  readonly onBatch: (customers: number) => void;
  readonly onDecided: (decided: readonly DecidedCustomer[], thread: ModelThread) => void;
  /** A decision could not be written down, and was not given out. */
  readonly onUnwritten: () => void;
}

/** A customer of a request, and its name, where it has one. */
interface NamedCustomer {
  readonly asked: AskedCustomer;
  readonly customer: string | undefined;
}

/** One customer's answer, whose it is, and what was decided on. */
interface Answered {
  readonly answer: AnsweredCustomer;
  readonly thread: ModelThread;
  readonly filled: FilledCustomer;
}

/** With what is known of the customer for this model. */
function filledFor({ customers }: ModelThread, { asked, customer }: NamedCustomer): FilledCustomer {
  return customers?.fill(asked, customer) ?? { asked, columnsAsOf: null, remarks: [] };
}

export interface DetailedDecision {
  readonly answer: DecisionAnswer;
  readonly decided: DecidedCustomer;
}

/** Until when a request waits. */
interface Deadline {
  isOver: boolean;
  /** Decided in time. */
  isMet: boolean;
}

/** A part of one request, for messages; '' where it is the whole. */
const placeOf = (index: number, isSingle: boolean) => (isSingle ? '' : `customers.${index}`);
const fieldAt = (place: string, key: string) => (place === '' ? key : `${place}.${key}`);

export class Decisions {
  readonly #options: DecisionsOptions;
  readonly #batches: Batches<NamedCustomer, Answered>;
  readonly #inTurn = new InTurn();

  constructor(options: DecisionsOptions) {
    this.#options = options;
    this.#batches = new Batches(options.limits, async (customers) => {
      const thread = options.served.thread();
      options.observer.onBatch(customers.length);
      const filled = customers.map((one) => filledFor(thread, one));
      const answers = await thread.ask(
        filled.map(({ asked }) => asked),
        true,
      );
      return answers.map((answer, i) => ({ answer, thread, filled: filled[i]! }));
    });
  }

  /** Customers that wait for a decision. */
  get waiting(): number {
    return this.#batches.waiting;
  }

  /**
   * @param customers of one request
   * @param isSingle whether the request is one customer, which has no place in a list
   * @throws Refusal if one of them cannot be decided on; nothing is then decided
   */
  async decide(customers: readonly AskedInRequest[], isSingle: boolean): Promise<readonly DecisionAnswer[]> {
    return (await this.decideInDetail(customers, isSingle)).map(({ answer }) => answer);
  }

  /** The same with what the model said of every action. */
  async decideInDetail(
    customers: readonly AskedInRequest[],
    isSingle: boolean,
  ): Promise<readonly DetailedDecision[]> {
    const { store, timeout } = this.#options;
    const names = customers.flatMap(({ customer }) => customer ?? []);
    expectOnce(customers);
    const deadline: Deadline = { isOver: false, isMet: false };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        // What is being written down is decided, and is answered as soon as that is done.
        if (deadline.isMet) return;
        deadline.isOver = true;
        fail(unavailable(`no decision within ${timeout} ms`));
      }, timeout);
    });
    const work = () => this.#decideNow(customers, isSingle, deadline);
    try {
      return await Promise.race([store === null ? work() : this.#inTurn.run(names, work), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Does something about customers, each named once, while nothing is decided for them by what the store knows. */
  whileIdle<Result>(customers: readonly string[], work: () => Promise<Result>): Promise<Result> {
    return this.#inTurn.run(customers, work);
  }

  /** What would be done and why, without doing it: nothing is tried, logged or kept. */
  async explain(customer: AskedInRequest): Promise<ExplainedAnswer> {
    const thread = this.#options.served.thread();
    const named = { asked: this.#asked(customer, ''), customer: customer.customer };
    const { asked, columnsAsOf, remarks: beside } = filledFor(thread, named);
    const [answer] = await thread.ask([asked], false);
    if (answer === undefined) throw unavailable('the model gave no answer');
    if (answer.kind === 'refused') throw new Refusal(400, answer.field, answer.reason);
    const { action, reason, qValues, barred, unsupported, remarks } = answer;
    const { model, manifest } = thread.loaded;
    const values = actionLabels(model.actions, manifest.raw?.schema).map(
      (name, i) => [name, qValues[i]!] as const,
    );
    return {
      ...{ action, reason, model: thread.hash, qValues: Object.fromEntries(values) },
      ...{ barred, unsupported, remarks: [...beside, ...remarks] },
      ...(columnsAsOf !== null && { columnsAsOf }),
    };
  }

  async #decideNow(
    customers: readonly AskedInRequest[],
    isSingle: boolean,
    deadline: Deadline,
  ): Promise<readonly DetailedDecision[]> {
    if (deadline.isOver) throw unavailable('the turn of its customers came too late');
    const named = customers.map((one, i) => ({
      asked: this.#asked(one, placeOf(i, isSingle)),
      customer: one.customer,
    }));
    const answered = await this.#batches.add(named);
    // Whoever asked has been told that there is none: it must not be one.
    if (deadline.isOver) throw unavailable('the decision came too late');
    deadline.isMet = true;
    const decided = answered.map(({ answer, filled }) => {
      if (answer.kind === 'refused') throw new Refusal(400, answer.field, answer.reason);
      return { ...answer, remarks: [...filled.remarks, ...answer.remarks] };
    });
    const filled = answered.map((one) => one.filled);
    // A request is never spread over two batches, and so not over two models.
    const { thread } = answered[0]!;
    const answers = decided.map((one, i) =>
      decisionAnswer(randomUUID(), customers[i]!, one, [thread.hash, filled[i]!.columnsAsOf]),
    );
    const asked = filled.map((one) => one.asked);
    await writeDown({ customers, asked, decided, answers, thread }, this.#options);
    this.#options.observer.onDecided(decided, thread);
    return answers.map((answer, i) => ({ answer, decided: decided[i]! }));
  }

  /** @throws Refusal 400 for a time that is none, or before a contact that is kept */
  #asked({ customer, columns, state, history, time }: AskedInRequest, place: string): AskedCustomer {
    const { served, store, clock, draws } = this.#options;
    const schema = served.current.loaded.manifest.raw?.schema;
    const form = schema ?? UTC;
    const now = time === undefined ? this.#defaultTime(schema, clock.now(), place) : toldMoment(time, form);
    if (Number.isNaN(now))
      throw new Refusal(400, fieldAt(place, 'time'), `expected ${expectedMoment(form)}, got ${show(time)}`);
    const last = customer === undefined ? null : (store?.lastTime(customer) ?? null);
    if (last !== null && now < last)
      throw new Refusal(
        400,
        fieldAt(place, 'time'),
        `expected no time before this customer's last contact, ${writtenMoment(last, form)}, got ${show(writtenMoment(now, form))}`,
      );
    return {
      ...{ columns: columns ?? null, state: state ?? null, history: history ?? null },
      kept: store === null || customer === undefined ? null : store.pastOf(customer),
      ...{ now, place, draw: draws() },
    };
  }

  /** Steps are counted by whoever asks; else it is decided now. */
  #defaultTime(schema: LogSchema | undefined, now: number, place: string): number {
    if (schema?.timeUnit !== 'step') return now;
    throw new Refusal(400, fieldAt(place, 'time'), 'expected the number of the step, got nothing');
  }
}

/** @throws Refusal 400 for a customer named twice, of whom the second decision would not know the first */
function expectOnce(customers: readonly AskedInRequest[]): void {
  if (customers.length < 2) return;
  const seen = new Set<string>();
  customers.forEach(({ customer }, i) => {
    if (customer === undefined) return;
    if (seen.has(customer))
      throw new Refusal(
        400,
        `customers.${i}.customer`,
        `expected every customer once, got ${show(customer)} again`,
      );
    seen.add(customer);
  });
}
