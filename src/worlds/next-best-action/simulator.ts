/**
 * Customers who get three offers each, many lanes at once. Unframed, a decision is taken at the time step of its offer
 * and earns the purchases from there up to the next offer or the end; those before the first offer, which no decision
 * can change, are counted with the first. Framed, as the notebook has it, a decision is taken where a frame begins,
 * its offer is made where it ends, and it earns the purchases between: those at the time steps of offers are lost, and
 * in the fourth frame nothing is offered, so that No Action alone is allowed.
 */
import { NormalGenerator } from '../../core/normal-generator';
import type { Random } from '../../core/random';
import { savedArray, savedNumber, savedPart, type SavedState } from '../../core/saved-state';
import type { ArraySpec } from '../../core/spec';
import type { Decisions, VectorEnvironment } from '../../env/environment';
import type { TimeStep } from '../../env/time-step';
import { expectAllowed, masksOf, type Masks } from './allowed';
import { CustomerLanes } from './lanes';
import { actionNames, featureNames, OFFERS, type NextBestActionConfig } from './settings';

export class NextBestActionSimulator implements VectorEnvironment {
  readonly name = 'next-best-action';
  readonly lanes: number;
  readonly actions = actionNames;
  readonly observationSpec: ArraySpec;

  readonly #isFramed: boolean;
  readonly #customers: CustomerLanes;
  /** Decisions taken in this episode: all lanes restart together, so one count serves them. */
  #decision = 0;
  /** [lanes] unframed: purchases before the first offer, until the first decision has earned them */
  readonly #early: Float32Array;

  readonly #observations: Float32Array;
  readonly #nextObservations: Float32Array;
  readonly #rewards: Float32Array;
  readonly #masks: Masks;
  readonly #running: Omit<TimeStep, 'allowed' | 'nextAllowed'>;
  readonly #ended: Omit<TimeStep, 'allowed' | 'nextAllowed'>;

  /**
   * @param random forked for everything that is drawn
   * @throws RangeError unless `lanes` is a positive whole number
   */
  constructor(config: NextBestActionConfig, lanes: number, random: Random) {
    if (!(Number.isInteger(lanes) && lanes > 0)) {
      throw new RangeError(`NextBestActionSimulator: lanes must be a positive whole number, got ${lanes}`);
    }
    const features = featureNames(config);
    this.lanes = lanes;
    this.observationSpec = { features, low: 0, high: config.horizon };
    this.#isFramed = config.framing === 'framed';
    const noise = NormalGenerator.from(random.fork('times'));
    this.#customers = new CustomerLanes(config, lanes, random.fork('events'), noise);
    this.#early = new Float32Array(lanes);
    this.#observations = new Float32Array(lanes * features.length);
    this.#nextObservations = new Float32Array(lanes * features.length);
    this.#rewards = new Float32Array(lanes);
    this.#masks = masksOf(lanes);
    const common = {
      nextObservations: this.#nextObservations,
      rewards: this.#rewards,
      costs: new Float32Array(lanes),
    };
    this.#running = {
      ...common,
      observations: this.#nextObservations,
      discounts: new Float32Array(lanes).fill(1),
      last: new Uint8Array(lanes),
    };
    this.#ended = {
      ...common,
      observations: this.#observations,
      discounts: new Float32Array(lanes),
      last: new Uint8Array(lanes).fill(1),
    };
    this.reset();
  }

  reset(): Decisions {
    this.#decision = 0;
    for (let lane = 0; lane < this.lanes; lane += 1) {
      this.#customers.replace(lane);
      if (!this.#isFramed) this.#early[lane] = this.#customers.pass(lane, 0, this.#customers.time(lane, 0));
    }
    this.#observe(this.#observations);
    return { observations: this.#observations, allowed: this.#allowed() };
  }

  step(actions: Int32Array): TimeStep {
    expectAllowed(actions, this.#allowed());
    for (let lane = 0; lane < this.lanes; lane += 1) {
      this.#rewards[lane] = this.#isFramed
        ? this.#passFrame(lane, actions[lane]!)
        : this.#passSpan(lane, actions[lane]!);
    }
    this.#decision += 1;
    this.#observe(this.#nextObservations);
    const nextAllowed = this.#allowed();
    if (this.#decision < (this.#isFramed ? OFFERS + 1 : OFFERS)) {
      return { ...this.#running, allowed: nextAllowed, nextAllowed };
    }
    const { allowed } = this.reset();
    return { ...this.#ended, allowed, nextAllowed };
  }

  state(): SavedState {
    return { decision: this.#decision, early: this.#early.slice(), customers: this.#customers.state() };
  }

  restore(state: SavedState): void {
    this.#early.set(savedArray(state, 'early', Float32Array, this.lanes));
    this.#decision = savedNumber(state, 'decision');
    this.#customers.restore(savedPart(state, 'customers'));
  }

  /** What may be done now; where the episode has ended, nothing. */
  #allowed(): Uint8Array {
    return this.#decision < OFFERS ? this.#masks.offering : this.#masks.resting;
  }

  /** The offer, and what follows it up to the next one or the end. @returns purchases */
  #passSpan(lane: number, action: number): number {
    const customers = this.#customers;
    customers.make(lane, this.#decision, action);
    const [from, to] = [this.#decision, this.#decision + 1].map((offer) => customers.time(lane, offer));
    const early = this.#decision === 0 ? this.#early[lane]! : 0;
    return early + customers.pass(lane, from!, to!);
  }

  /** What lies between two offers, then the second of them, if there is one. @returns purchases between */
  #passFrame(lane: number, action: number): number {
    const customers = this.#customers;
    const decision = this.#decision;
    const from = decision === 0 ? 0 : customers.time(lane, decision - 1) + 1;
    const to = customers.time(lane, decision);
    const purchases = customers.pass(lane, from, to);
    if (decision < OFFERS) {
      customers.make(lane, decision, action);
      customers.pass(lane, to, to + 1);
    }
    return purchases;
  }

  #observe(out: Float32Array): void {
    const width = this.observationSpec.features.length;
    for (let lane = 0; lane < this.lanes; lane += 1) {
      this.#customers.observe(lane, out, lane * width);
      if (!this.#isFramed) out[(lane + 1) * width - 1] = this.#customers.time(lane, this.#decision);
    }
  }
}
