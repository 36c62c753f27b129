/** The DQN agent: an actor whose transitions a trainer keeps and learns from, at a stated ratio. */
import type { Random } from '../../core/random';
import { nullProfiler, type Profiler } from '../../core/profiler';
import { savedNumber, savedPart, type SavedState } from '../../core/saved-state';
import type { Decisions, UpcomingObservations } from '../../env/environment';
import type { TimeStep } from '../../env/time-step';
import { NStepWindow } from '../../replay/n-step-window';
import type { ReplayLayout } from '../../replay/replay';
import { UniformReplay } from '../../replay/uniform-replay';
import type { ProgramKind } from '../../tensor/program-kind';
import type { Agent, LearningMeasures } from '../agent';
import type { Model, Scaling } from '../model';
import { scaleObservations } from '../scaling';
import { Actor } from './actor';
import type { DqnConfig } from './dqn-config';
import { qLearning } from './learning-method';
import { networkSpec, type NetworkSpec } from './network/spec';
import { Trainer, updatesAfter, updatesPerCall } from './trainer';

export interface DqnAgentSettings {
  readonly config: DqnConfig;
  readonly scaling: Scaling;
  readonly features: readonly string[];
  readonly actions: readonly string[];
  /** Whether the environment masks actions. */
  readonly masked: boolean;
  /** Environment steps over which epsilon falls. */
  readonly epsilonSteps: number;
  /** Updates of the whole training, over which the learning rate falls; left out where it stays. */
  readonly trainingUpdates?: number;
  /** Whether XLA compiles the updates; heeded where the backend records graphs. */
  readonly xla: boolean;
  /** Told once, if a step cannot be recorded and all run operation by operation. */
  readonly onFallback?: (reason: string) => void;
}

/** The replay that an agent of these settings will take, to be told before it is taken. */
export function replayLayout({ config, features, actions, masked }: DqnAgentSettings): ReplayLayout {
  return {
    capacity: config.replayCapacity,
    features: features.length,
    maskedActions: masked ? actions.length : 0,
  };
}

/** The network that an agent of these settings will learn, to be told before its memory is taken. */
export function networkFor({
  config,
  features,
  actions,
}: Pick<DqnAgentSettings, 'features' | 'actions'> & {
  readonly config: Pick<DqnConfig, 'hiddenLayers' | 'head'>;
}): NetworkSpec {
  const { hiddenLayers, head } = config;
  return networkSpec({ features: features.length, hiddenLayers, head, actions: actions.length });
}

export class DqnAgent implements Agent {
  readonly #settings: DqnAgentSettings;
  readonly #trainer: Trainer;
  readonly #actor: Actor;
  /** null where every transition is a single step */
  readonly #window: NStepWindow | null;
  #transitions = 0;
  #prepared = false;
  /** Lanes of the last step. */
  #lanes = 1;

  /**
   * @param random forked into `init`, `exploration` and `replay`
   * @throws RangeError unless there are two actions to choose between
   * @throws InputError naming the setting if the network is too large for the program
   */
  constructor(settings: DqnAgentSettings, random: Random, profiler: Profiler = nullProfiler) {
    const { config, features, actions, epsilonSteps } = settings;
    if (actions.length < 2)
      throw new RangeError(`DqnAgent: expected at least 2 actions, got ${actions.length}`);
    const layout = replayLayout(settings);
    const replay = new UniformReplay(layout, random.fork('replay'));
    const method = qLearning(networkFor(settings), config, replay.wantsErrors);
    const trainer = new Trainer({ ...settings, method }, replay, random.fork('init'), profiler);
    this.#settings = settings;
    this.#trainer = trainer;
    this.#window = config.nSteps === 1 ? null : new NStepWindow(config.nSteps, layout);
    this.#actor = new Actor(
      { config, epsilonSteps, features: features.length, actions: actions.length },
      {
        get updates() {
          return trainer.updates;
        },
        qValues: (observations) => this.#scaledQValues(observations),
      },
      random.fork('exploration'),
    );
  }

  /** How acting and learning are run on the active backend. */
  get program(): ProgramKind {
    return this.#trainer.program;
  }

  get transitions(): number {
    return this.#transitions;
  }

  get updates(): number {
    return this.#trainer.updates;
  }

  get epsilon(): number {
    return this.#actor.epsilon(this.#transitions);
  }

  async act(decisions: Decisions, upcoming?: UpcomingObservations): Promise<Int32Array> {
    if (!this.#prepared) {
      // At the first decision the number of lanes is known, and with it what the program will be given.
      this.#prepared = true;
      const lanes = decisions.observations.length / this.#settings.features.length;
      this.#trainer.prepare(
        this.#perCall(lanes),
        this.#actor.decisionsPerCall(lanes, upcoming !== undefined),
      );
    }
    return this.#actor.act(decisions, this.#transitions, upcoming);
  }

  /**
   * Keeps one transition per lane; where it spans several steps, the one that began so many steps ago.
   *
   * @param observations [lanes, features] what was acted on; taken before the environment stepped
   */
  observe(observations: Float32Array, actions: Int32Array, step: TimeStep): void {
    const { config, scaling } = this.#settings;
    const batch = {
      size: actions.length,
      observations: scaleObservations(observations, scaling),
      actions: actions.slice(),
      rewards: step.rewards.map((reward) => reward * scaling.rewardScale),
      discounts: step.discounts.map((discount) => discount * config.gamma),
      nextObservations: scaleObservations(step.nextObservations, scaling),
      nextAllowed: step.nextAllowed === null ? null : new Float32Array(step.nextAllowed),
    };
    const kept = this.#window === null ? batch : this.#window.push(batch, step.last, this.#actor.explored);
    if (kept !== null) this.#trainer.replay.insert(kept);
    this.#lanes = actions.length;
    this.#transitions += actions.length;
  }

  async learn(): Promise<void> {
    const due = updatesAfter(this.#settings.config, this.#transitions) - this.updates;
    await this.#trainer.train(Math.max(0, due), this.#perCall(this.#lanes));
  }

  async measure(): Promise<LearningMeasures> {
    const { meanQ, ...others } = await this.#trainer.measure();
    return { ...others, meanQ: meanQ === null ? null : meanQ / this.#settings.scaling.rewardScale };
  }

  /** Values of all actions in the units of the reward. */
  async qValues(observations: Float32Array): Promise<Float32Array> {
    const { rewardScale } = this.#settings.scaling;
    return (await this.#scaledQValues(observations)).map((value) => value / rewardScale);
  }

  async model(): Promise<Model> {
    const { config, features, actions, scaling } = this.#settings;
    const { hiddenLayers, head } = config;
    return { hiddenLayers, head, features, actions, scaling, weights: await this.#trainer.parameters() };
  }

  async state(): Promise<SavedState> {
    return {
      transitions: this.#transitions,
      ...(await this.#trainer.state()),
      ...this.#actor.state(),
      ...(this.#window !== null && { window: this.#window.state() }),
    };
  }

  restore(state: SavedState): void {
    this.#transitions = savedNumber(state, 'transitions');
    this.#trainer.restore(state);
    this.#actor.restore(state);
    this.#window?.restore(savedPart(state, 'window'));
  }

  /** How a step of the program is run: `learn`, `act` or `sync`. @throws RangeError before the first decision */
  explain(step: string): string {
    return this.#trainer.explain(step);
  }

  dispose(): void {
    this.#trainer.dispose();
  }

  #perCall(lanes: number): number {
    return updatesPerCall(this.#settings.config, lanes, this.#trainer.replay.layout);
  }

  #scaledQValues(observations: Float32Array): Promise<Float32Array> {
    return this.#trainer.qValues(scaleObservations(observations, this.#settings.scaling));
  }
}
