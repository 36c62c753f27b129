/**
 * Learns from a log: replay and learner without anybody acting. Errors are squared, for a Huber loss does not estimate a
 * mean, and prefers a frequent small sale to a rare large one that is worth more.
 */
import type { Random } from '../../core/random';
import { nullProfiler, type Profiler } from '../../core/profiler';
import { savedPart, type SavedState } from '../../core/saved-state';
import type { LoggedDecisions } from '../../replay/logged-decisions';
import type { ProgramKind } from '../../tensor/program-kind';
import type { LearningMeasures } from '../agent';
import type { LogLearner } from '../log-learner';
import type { Model, Scaling } from '../model';
import { scaleObservations } from '../scaling';
import type { DqnConfig, TrainerConfig } from './dqn-config';
import { implicitQLearning, qLearning, type LearningMethod } from './learning-method';
import { networkSpec } from './network/spec';
import type { TracedDecisions } from './traced-decisions';
import { mostUpdatesPerCall, Trainer } from './trainer';

/** How it learns. A regression on returns is Q-learning from decisions whose rewards are returns and whose discounts are 0. */
export type OfflineMethod =
  /** `conservativeWeight`: alpha of CQL(H), 0 for plain Q-learning. `traces`: lambda of `traceTargets`, by default 0. */
  | {
      readonly kind: 'dqn';
      readonly doubleQ: boolean;
      readonly conservativeWeight: number;
      readonly traces?: number;
    }
  /** `expectile`: in (0, 1); .7 in the paper, .9 where good parts of many histories are to be put together. */
  | { readonly kind: 'iql'; readonly expectile: number };

export interface OfflineLearnerSettings {
  readonly config: TrainerConfig & Pick<DqnConfig, 'hiddenLayers' | 'head'>;
  readonly method: OfflineMethod;
  /** Of the decisions, whose observations and rewards are scaled already. */
  readonly scaling: Scaling;
  readonly features: readonly string[];
  readonly actions: readonly string[];
  /** Observations that `qValues` will be given, as a rule. */
  readonly decisionsPerCall: number;
  /** Whose targets, made anew in between, are what the decisions hold as rewards; left out where each is made when learned. */
  readonly traced?: TracedDecisions;
  /** Updates of the whole training, over which the learning rate falls; left out where it stays. */
  readonly trainingUpdates?: number;
  /** Whether XLA compiles the updates; heeded where the backend records graphs. */
  readonly xla: boolean;
  /** Told once, if a step cannot be recorded and all run operation by operation. */
  readonly onFallback?: (reason: string) => void;
}

function methodOf({ config, method, features, actions }: OfflineLearnerSettings): LearningMethod {
  const { hiddenLayers, head } = config;
  const network = networkSpec({ features: features.length, hiddenLayers, head, actions: actions.length });
  return method.kind === 'iql'
    ? implicitQLearning(network, { ...config, ...method })
    : qLearning(network, { ...config, ...method, huberDelta: Infinity });
}

export class OfflineLearner implements LogLearner {
  readonly #settings: OfflineLearnerSettings;
  readonly #trainer: Trainer;

  /**
   * @param random forked into `init`
   * @throws InputError naming the setting if the network is too large for the program
   */
  constructor(
    settings: OfflineLearnerSettings,
    decisions: LoggedDecisions,
    random: Random,
    profiler: Profiler = nullProfiler,
  ) {
    this.#settings = settings;
    const method = methodOf(settings);
    this.#trainer = new Trainer({ ...settings, method }, decisions, random.fork('init'), profiler);
    this.#trainer.prepare(this.updatesPerCall, settings.decisionsPerCall);
  }

  /** How updates are run on the active backend. */
  get program(): ProgramKind {
    return this.#trainer.program;
  }

  get rows(): number {
    return this.#trainer.replay.length;
  }

  get batchSize(): number {
    return this.#settings.config.batchSize;
  }

  /** No more than a pass. */
  get updatesPerCall(): number {
    const { config } = this.#settings;
    return Math.min(
      mostUpdatesPerCall(config, this.#trainer.replay.layout),
      Math.max(1, Math.ceil(this.rows / config.batchSize)),
    );
  }

  get updates(): number {
    return this.#trainer.updates;
  }

  async train(updates: number): Promise<void> {
    const { traced } = this.#settings;
    if (traced === undefined) return this.#trainer.train(updates, this.updatesPerCall);
    const period = traced.updatesBetween(this.batchSize);
    for (let due = updates; due > 0;) {
      const into = this.updates % period;
      if (into === 0) await traced.renew((observations) => this.#trainer.qValues(observations));
      const now = Math.min(due, period - into);
      await this.#trainer.train(now, this.updatesPerCall);
      due -= now;
    }
  }

  async measure(): Promise<LearningMeasures> {
    const { meanQ, ...others } = await this.#trainer.measure();
    return { ...others, meanQ: meanQ === null ? null : meanQ / this.#settings.scaling.rewardScale };
  }

  /** Values of all actions in the units of the reward, of observations as the log has them. */
  async qValues(observations: Float32Array): Promise<Float32Array> {
    const { scaling } = this.#settings;
    const values = await this.#trainer.qValues(scaleObservations(observations, scaling));
    return values.map((value) => value / scaling.rewardScale);
  }

  /** The Q-network alone, whatever else was learned beside it. */
  async model(): Promise<Model> {
    const { config, features, actions, scaling } = this.#settings;
    const { hiddenLayers, head } = config;
    return { hiddenLayers, head, features, actions, scaling, weights: await this.#trainer.parameters() };
  }

  async state(): Promise<SavedState> {
    const { traced } = this.#settings;
    return { ...(await this.#trainer.state()), ...(traced !== undefined && { traced: traced.state() }) };
  }

  restore(state: SavedState): void {
    this.#trainer.restore(state);
    this.#settings.traced?.restore(savedPart(state, 'traced'));
  }

  /** How a step of the program is run: `learn`, `act` or `sync`. */
  explain(step: string): string {
    return this.#trainer.explain(step);
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}
