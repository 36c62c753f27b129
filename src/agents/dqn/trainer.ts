/** Replay and learner together: updates, each on a fresh batch. Who acts, and whether, is not its business. */
import type { Random } from '../../core/random';
import { nullProfiler, type Profiler } from '../../core/profiler';
import { savedPart, type SavedState } from '../../core/saved-state';
import { linearSchedule } from '../../rl/schedules';
import type { Replay, ReplayLayout } from '../../replay/replay';
import { createProgram, suitableKind } from '../../tensor/create-program';
import type { Program } from '../../tensor/program';
import type { DqnConfig, TrainerConfig } from './dqn-config';
import { concatenate, Learner, type LearnerMeasurements } from './learner';
import { initialLearnerState, learnerTensors } from './learner-step';
import type { LearningMethod } from './learning-method';
import { expectLearnerFits } from './network/describe';
import { initialParameters } from './network/initial-parameters';

/** Bytes of sampled transitions that one call of the program may be given. */
const CALL_BYTES = 32 * 2 ** 20;
const MOST_UPDATES_PER_CALL = 64;

/** Updates per call of the program, as far as memory and patience go. */
export function mostUpdatesPerCall(
  { batchSize }: Pick<DqnConfig, 'batchSize'>,
  { features, maskedActions }: Omit<ReplayLayout, 'capacity'>,
): number {
  const batchBytes = 4 * batchSize * (2 * features + 3 + maskedActions);
  return Math.min(MOST_UPDATES_PER_CALL, Math.max(1, Math.floor(CALL_BYTES / batchBytes)));
}

/** Updates per call of the program: those that a step of all lanes makes due, if there may be as many. */
export function updatesPerCall(
  config: DqnConfig,
  lanes: number,
  layout: Omit<ReplayLayout, 'capacity'>,
): number {
  const due = Math.max(1, Math.ceil(lanes * config.updatesPerTransition));
  return Math.min(due, mostUpdatesPerCall(config, layout));
}

/** Updates that the ratio asks for in all, after so many transitions. */
export function updatesAfter(
  { learningStarts, updatesPerTransition }: Pick<DqnConfig, 'learningStarts' | 'updatesPerTransition'>,
  transitions: number,
): number {
  return Math.max(0, Math.floor((transitions - learningStarts) * updatesPerTransition));
}

/**
 * Step size of each update, where it falls.
 *
 * @throws RangeError if it falls, and nobody says over how many updates
 */
function fallingRate(
  { learningRate, learningRateEnd }: TrainerConfig,
  updates: number | undefined,
): ((update: number) => number) | undefined {
  if (learningRateEnd === 1) return undefined;
  if (updates === undefined) throw new RangeError('trainer: expected trainingUpdates, for the rate falls');
  const length = Math.max(1, updates);
  return (update) => learningRate * linearSchedule(1, learningRateEnd, length, update);
}

export interface TrainerSettings {
  readonly config: TrainerConfig;
  readonly method: LearningMethod;
  /** Whether XLA compiles the updates; heeded where the backend records graphs. */
  readonly xla: boolean;
  /** Updates of the whole training, over which the learning rate falls; left out where it stays. */
  readonly trainingUpdates?: number;
  /** Told once, if a step cannot be recorded and all run operation by operation. */
  readonly onFallback?: (reason: string) => void;
}

export class Trainer {
  readonly replay: Replay;
  readonly #settings: TrainerSettings;
  readonly #program: Program;
  readonly #learner: Learner;
  readonly #profiler: Profiler;

  /**
   * @param random draws the network's first parameters
   * @throws InputError naming the setting if the network is too large for the program; before its numbers are drawn
   */
  constructor(settings: TrainerSettings, replay: Replay, random: Random, profiler: Profiler = nullProfiler) {
    const { config, method, xla, trainingUpdates, onFallback } = settings;
    const { networks, steps } = method;
    const learningRateAt = fallingRate(config, trainingUpdates);
    const parameterCount = networks.reduce((sum, one) => sum + one.parameterCount, 0);
    expectLearnerFits({ ...networks[0], parameterCount }, suitableKind());
    const parameters = networks.map((one) => initialParameters(one, random)).reduce(concatenate);
    const program = createProgram(steps, learnerTensors(initialLearnerState(parameters)), {
      compile: xla ? ['learn'] : [],
      ...(onFallback !== undefined && { onFallback }),
    });
    this.#program = program;
    this.replay = replay;
    this.#settings = settings;
    this.#learner = new Learner(program, { ...config, learningRateAt }, profiler);
    this.#profiler = profiler;
  }

  /** How acting and learning are run now. */
  get program(): Program['kind'] {
    return this.#program.kind;
  }

  /** How a step of the program is run, in words. @throws RangeError before `prepare` */
  explain(step: string): string {
    return this.#program.explain(step);
  }

  /** Gradient updates so far. */
  get updates(): number {
    return this.#learner.updates;
  }

  /**
   * Says what will be asked for, so that a program that records its steps can do so in one go.
   *
   * @param perCall   as for `train`
   * @param decisions observations that `qValues` will be given
   */
  prepare(perCall: number, decisions: number): void {
    const { batchSize } = this.#settings.config;
    const sizes = { ...this.replay.layout, batchSize, weighted: this.replay.weighted };
    this.#learner.announce(this.#perCall(perCall), sizes, decisions);
  }

  /**
   * Runs updates, each on a fresh batch.
   *
   * @param perCall updates that one call of the program may run, best the same every time
   */
  async train(updates: number, perCall: number): Promise<void> {
    const { batchSize } = this.#settings.config;
    const { replay } = this;
    const most = this.#perCall(perCall);
    for (let due = updates; due > 0;) {
      const now = Math.min(due, most);
      this.#profiler.enter('sampling');
      const { batch, rows, weights } = replay.sample(now * batchSize);
      const errors = await this.#learner.learn(batch, now, most, weights);
      if (replay.wantsErrors) replay.update(rows, errors);
      due -= now;
    }
  }

  async measure(): Promise<LearnerMeasurements> {
    return this.#learner.measure();
  }

  /**
   * @param observations [n, features] scaled
   * @returns [n, actions] scaled
   */
  qValues(observations: Float32Array): Promise<Float32Array> {
    return this.#learner.qValues(observations, this.#settings.method.networks[0].features);
  }

  /** The online Q-network's parameters, flat. */
  async parameters(): Promise<Float32Array> {
    return (await this.#learner.parameters()).slice(0, this.#settings.method.networks[0].parameterCount);
  }

  async state() {
    return { learner: await this.#learner.state(), replay: this.replay.state() };
  }

  restore(state: SavedState): void {
    this.#learner.restore(savedPart(state, 'learner'));
    this.replay.restore(savedPart(state, 'replay'));
  }

  dispose(): void {
    this.#learner.dispose();
  }

  /** A replay that wants to know the errors of a batch draws the next one by them. */
  #perCall(asked: number): number {
    return this.replay.wantsErrors ? 1 : asked;
  }
}
