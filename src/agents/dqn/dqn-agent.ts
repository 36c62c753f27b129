/** The DQN agent: acts epsilon-greedily on every lane, keeps transitions, and learns at a stated ratio. */
import type { Random } from '../../core/random';
import { nullProfiler, type Profiler } from '../../core/profiler';
import { savedNumber, savedPart, type SavedState } from '../../core/saved-state';
import type { Decisions, UpcomingObservations } from '../../env/environment';
import type { TimeStep } from '../../env/time-step';
import { UniformReplay, type ReplayLayout } from '../../replay/uniform-replay';
import { greedyActions } from '../../rl/action-probabilities';
import { linearSchedule } from '../../rl/schedules';
import { createProgram } from '../../tensor/create-program';
import type { Program } from '../../tensor/program';
import type { Agent } from '../agent';
import type { DqnModel, Scaling } from '../model';
import { scaleObservations } from '../scaling';
import type { DqnConfig } from './dqn-config';
import { Learner, type LearnerMeasurements } from './learner';
import { dqnSteps, initialLearnerState, learnerTensors } from './learner-step';
import { initialParameters } from './q-network';
import { ValuesAhead } from './values-ahead';

export interface DqnAgentSettings {
  readonly config: DqnConfig;
  readonly scaling: Scaling;
  readonly features: readonly string[];
  readonly actions: readonly string[];
  /** Whether the environment masks actions. */
  readonly masked: boolean;
  /** Environment steps over which epsilon falls. */
  readonly epsilonSteps: number;
  /** Whether XLA compiles the updates; heeded where the backend records graphs. */
  readonly xla: boolean;
}

/** Bytes of sampled transitions that one call of the program may be given. */
const CALL_BYTES = 32 * 2 ** 20;
const MOST_UPDATES_PER_CALL = 64;

/** Updates per call of the program: those that a step of all lanes makes due, as far as memory and patience go. */
export function updatesPerCall(
  config: DqnConfig,
  lanes: number,
  { features, maskedActions }: Omit<ReplayLayout, 'capacity'>,
): number {
  const due = Math.max(1, Math.ceil(lanes * config.updatesPerTransition));
  const batchBytes = 4 * config.batchSize * (2 * features + 3 + maskedActions);
  return Math.min(due, MOST_UPDATES_PER_CALL, Math.max(1, Math.floor(CALL_BYTES / batchBytes)));
}

const MOST_DECISIONS_AHEAD = 256;

/** Decisions of all lanes from one update to the next. */
function decisionsPerUpdate({ updatesPerTransition }: DqnConfig, lanes: number): number {
  return Math.min(MOST_DECISIONS_AHEAD, Math.max(1, Math.ceil(1 / (lanes * updatesPerTransition))));
}

/** The replay that an agent of these settings will take, to be told before it is taken. */
export function replayLayout({ config, features, actions, masked }: DqnAgentSettings): ReplayLayout {
  return {
    capacity: config.replayCapacity,
    features: features.length,
    maskedActions: masked ? actions.length : 0,
  };
}

/** A random allowed action of one row. */
function randomAllowed(random: Random, allowed: Uint8Array | null, row: number, actions: number): number {
  if (allowed === null) return random.integer(actions);
  const choices = Array.from({ length: actions }, (_, action) => action).filter(
    (a) => allowed[row * actions + a] === 1,
  );
  return choices[random.integer(choices.length)]!;
}

export class DqnAgent implements Agent {
  /** How acting and learning are run on the active backend. */
  readonly program: Program['kind'];
  readonly #settings: DqnAgentSettings;
  readonly #learner: Learner;
  readonly #replay: UniformReplay;
  readonly #exploration: Random;
  readonly #profiler: Profiler;
  readonly #valuesAhead = new ValuesAhead();
  #transitions = 0;
  #prepared = false;
  /** Lanes of the last step. */
  #lanes = 1;

  /**
   * @param random forked into `init`, `exploration` and `replay`
   * @throws RangeError unless there are two actions to choose between
   */
  constructor(settings: DqnAgentSettings, random: Random, profiler: Profiler = nullProfiler) {
    const { config, features, actions } = settings;
    if (actions.length < 2)
      throw new RangeError(`DqnAgent: expected at least 2 actions, got ${actions.length}`);
    const shape = { features: features.length, hiddenLayers: config.hiddenLayers, actions: actions.length };
    const state = initialLearnerState(initialParameters(shape, random.fork('init')));
    const program = createProgram(dqnSteps(shape, config), learnerTensors(state), {
      compile: settings.xla ? ['learn'] : [],
    });
    this.program = program.kind;
    this.#settings = settings;
    this.#profiler = profiler;
    this.#learner = new Learner(program, config, profiler);
    this.#replay = new UniformReplay(replayLayout(settings), random.fork('replay'));
    this.#exploration = random.fork('exploration');
  }

  /** Environment transitions observed so far, over all lanes. */
  get transitions(): number {
    return this.#transitions;
  }

  /** Gradient updates so far. */
  get updates(): number {
    return this.#learner.updates;
  }

  /** Share of random actions now. */
  get epsilon(): number {
    const { start, end } = this.#settings.config.epsilon;
    return linearSchedule(start, end, this.#settings.epsilonSteps, this.#transitions);
  }

  /** Chooses an action per lane, each lane tossing its own coin. */
  async act({ observations, allowed }: Decisions, upcoming?: UpcomingObservations): Promise<Int32Array> {
    const actions = this.#settings.actions.length;
    const lanes = observations.length / this.#settings.features.length;
    this.#prepare(lanes, upcoming !== undefined);
    const epsilon = this.epsilon;
    const explores = new Int32Array(lanes);
    for (let lane = 0; lane < lanes; lane += 1)
      explores[lane] = this.#exploration.uniform() < epsilon ? 1 : 0;
    const greedy = explores.includes(0)
      ? greedyActions(await this.#valuesNow(observations, upcoming), actions, allowed)
      : null;
    if (greedy === null) this.#valuesAhead.skip();
    return explores.map((explore, lane) =>
      explore === 1 ? randomAllowed(this.#exploration, allowed, lane, actions) : greedy![lane]!,
    );
  }

  /**
   * Keeps one transition per lane.
   *
   * @param observations [lanes, features] what was acted on; taken before the environment stepped
   */
  observe(observations: Float32Array, actions: Int32Array, step: TimeStep): void {
    const { config, scaling } = this.#settings;
    this.#replay.insert({
      size: actions.length,
      observations: scaleObservations(observations, scaling),
      actions,
      rewards: step.rewards.map((reward) => reward * scaling.rewardScale),
      discounts: step.discounts.map((discount) => discount * config.gamma),
      nextObservations: scaleObservations(step.nextObservations, scaling),
      nextAllowed: step.nextAllowed === null ? null : Float32Array.from(step.nextAllowed),
    });
    this.#lanes = actions.length;
    this.#transitions += actions.length;
  }

  /** Updates that the ratio asks for by now. */
  get updatesDue(): number {
    const { learningStarts, updatesPerTransition } = this.#settings.config;
    return Math.max(
      0,
      Math.floor((this.#transitions - learningStarts) * updatesPerTransition) - this.updates,
    );
  }

  /** Runs the updates that are due, each on a fresh batch. */
  async learn(): Promise<void> {
    const { config } = this.#settings;
    const rows = updatesPerCall(config, this.#lanes, this.#replay.layout);
    for (let due = this.updatesDue; due > 0;) {
      const updates = Math.min(due, rows);
      this.#profiler.enter('sampling');
      const batches = this.#replay.sample(updates * config.batchSize);
      await this.#learner.learn(batches, updates, rows);
      due -= updates;
    }
  }

  async measure(): Promise<Readonly<Record<keyof LearnerMeasurements, number | null>>> {
    return this.#learner.measure();
  }

  /** Values of all actions in the units of the reward. */
  async qValues(observations: Float32Array): Promise<Float32Array> {
    const { rewardScale } = this.#settings.scaling;
    return (await this.#scaledQValues(observations)).map((value) => value / rewardScale);
  }

  /** The network as it is now, as plain data. */
  async model(): Promise<DqnModel> {
    const { config, features, actions, scaling } = this.#settings;
    return {
      hiddenLayers: config.hiddenLayers,
      features,
      actions,
      scaling,
      weights: await this.#learner.parameters(),
    };
  }

  async state(): Promise<SavedState> {
    return {
      transitions: this.#transitions,
      learner: await this.#learner.state(),
      replay: this.#replay.state(),
      exploration: this.#exploration.state(),
      // Computed anew for fewer decisions, they could differ in the last bit.
      valuesAhead: this.#valuesAhead.state(),
    };
  }

  restore(state: SavedState): void {
    this.#transitions = savedNumber(state, 'transitions');
    this.#learner.restore(savedPart(state, 'learner'));
    this.#replay.restore(savedPart(state, 'replay'));
    this.#exploration.restore(savedPart(state, 'exploration'));
    this.#valuesAhead.restore(savedPart(state, 'valuesAhead'));
  }

  dispose(): void {
    this.#learner.dispose();
  }

  /** Lets the program know at the first decision, when the number of lanes is known, what it will be given. */
  #prepare(lanes: number, seesAhead: boolean): void {
    if (this.#prepared) return;
    this.#prepared = true;
    const { config } = this.#settings;
    const sizes = { ...this.#replay.layout, batchSize: config.batchSize };
    const decisions = lanes * (seesAhead ? decisionsPerUpdate(config, lanes) : 1);
    this.#learner.announce(updatesPerCall(config, lanes, sizes), sizes, decisions);
  }

  /** [lanes, actions] scaled, computed until the next update is due where the observations are known. */
  async #valuesNow(observations: Float32Array, upcoming?: UpcomingObservations): Promise<Float32Array> {
    const { config, features, actions } = this.#settings;
    const lanes = observations.length / features.length;
    const steps = decisionsPerUpdate(config, lanes);
    if (upcoming === undefined || steps === 1) return this.#scaledQValues(observations);
    const take = () => this.#valuesAhead.take(observations, this.updates, actions.length, features.length);
    const kept = take();
    if (kept !== null) return kept;
    const ahead = upcoming(steps);
    this.#valuesAhead.keep({ observations: ahead, values: await this.#scaledQValues(ahead) }, this.updates);
    const values = take();
    if (values !== null) return values;
    throw new RangeError('act: expected upcomingObservations to begin with what is acted on');
  }

  #scaledQValues(observations: Float32Array): Promise<Float32Array> {
    const { scaling, features } = this.#settings;
    return this.#learner.qValues(scaleObservations(observations, scaling), features.length);
  }
}
