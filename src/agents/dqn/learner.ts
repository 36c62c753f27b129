/** Feeds batches to the learner's program, keeps the target in step, and says how learning goes. */
import * as tf from '@tensorflow/tfjs';
import { InputError } from '../../core/errors';
import { nullProfiler, type Profiler } from '../../core/profiler';
import { savedArray, savedNumber, savedPart, type SavedState } from '../../core/saved-state';
import type { TransitionBatch } from '../../replay/transition';
import type { Program, Tensors } from '../../tensor/program';

/** Averages over the updates since the last reading; null if there were none. */
export interface LearnerMeasurements {
  /** Mean Huber loss, in squared scaled reward. */
  readonly loss: number | null;
  /** Mean global gradient norm before clipping. */
  readonly gradientNorm: number | null;
  /** Share of updates whose gradient was clipped. */
  readonly clippedShare: number | null;
  /** Mean Q-value of the sampled actions, in scaled reward. */
  readonly meanQ: number | null;
}

export interface LearnerOptions {
  readonly maxGradientNorm: number;
  readonly target: { readonly period: number; readonly tau: number };
}

const OUTPUTS = ['loss', 'gradientNorm', 'meanQ'] as const;
type Output = (typeof OUTPUTS)[number];

/** Updates whose outputs may wait on the device. */
const READ_BACK = 256;

function perOutput<Value>(make: (key: Output) => Value): Record<Output, Value> {
  return { loss: make('loss'), gradientNorm: make('gradientNorm'), meanQ: make('meanQ') };
}

function emptyReadings(): Record<Output, Float32Array> {
  return perOutput(() => new Float32Array(0));
}

function concatenate(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function batchTensors(batch: TransitionBatch): Record<string, tf.Tensor> {
  const { size } = batch;
  const tensors: Record<string, tf.Tensor> = {
    observations: tf.tensor2d(batch.observations, [size, batch.observations.length / size]),
    actions: tf.tensor1d(batch.actions, 'int32'),
    rewards: tf.tensor1d(batch.rewards),
    discounts: tf.tensor1d(batch.discounts),
    nextObservations: tf.tensor2d(batch.nextObservations, [size, batch.nextObservations.length / size]),
  };
  if (batch.nextAllowed !== null) {
    tensors.nextAllowed = tf.tensor2d(batch.nextAllowed, [size, batch.nextAllowed.length / size]);
  }
  return tensors;
}

/** @throws RangeError naming the first value that is not a number: the run cannot recover */
function expectFinite(name: string, values: Float32Array, updates: number): void {
  const found = values.find((value) => !Number.isFinite(value));
  if (found === undefined) return;
  throw new InputError(
    `training: expected ${name} to stay finite, got ${found} after update ${updates}; try a lower learningRate or rewardScale`,
  );
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export class Learner {
  readonly #program: Program;
  readonly #options: LearnerOptions;
  readonly #profiler: Profiler;
  #updates = 0;
  /** Outputs still on the device: reading a scalar back after each update would stall it. */
  #pending: Tensors[] = [];
  /** What was read back since the last measurement; part of the state, so that a resumed run measures the same. */
  #read: Record<Output, Float32Array> = emptyReadings();

  /** @param program has the steps `learn`, `sync` and `act` of dqnSteps */
  constructor(program: Program, options: LearnerOptions, profiler: Profiler = nullProfiler) {
    this.#program = program;
    this.#profiler = profiler;
    this.#options = options;
  }

  /** Gradient updates so far. */
  get updates(): number {
    return this.#updates;
  }

  /** One update on a batch, and the target's update when it is due. */
  async learn(batch: TransitionBatch): Promise<void> {
    this.#profiler.enter('upload');
    const inputs = batchTensors(batch);
    this.#profiler.enter('learning');
    this.#pending.push(await this.#program.run('learn', inputs));
    tf.dispose(inputs);
    this.#updates += 1;
    if (this.#pending.length >= READ_BACK) await this.#readBack();
    if (this.#updates % this.#options.target.period === 0) {
      const tau = tf.scalar(this.#options.target.tau);
      await this.#program.run('sync', { tau });
      tau.dispose();
    }
  }

  /**
   * Q-values of the online network.
   *
   * @param observations [n, features] scaled
   * @returns [n, actions] scaled
   * @throws RangeError if a value is not a number
   */
  async qValues(observations: Float32Array, features: number): Promise<Float32Array> {
    const input = tf.tensor2d(observations, [observations.length / features, features]);
    const { qValues } = await this.#program.run('act', { observations: input });
    const values = (await qValues!.data()) as Float32Array;
    tf.dispose([input, qValues!]);
    expectFinite('a Q-value', values, this.#updates);
    return values;
  }

  /**
   * Reads and forgets what the updates since the last call reported.
   *
   * @throws InputError if a loss is not a number: the settings do not suit the task
   */
  async measure(): Promise<LearnerMeasurements> {
    await this.#readBack();
    const { loss, gradientNorm, meanQ } = this.#read;
    this.#read = emptyReadings();
    if (loss.length === 0) return { loss: null, gradientNorm: null, clippedShare: null, meanQ: null };
    return {
      loss: mean(loss),
      gradientNorm: mean(gradientNorm),
      clippedShare:
        gradientNorm.filter((norm) => norm > this.#options.maxGradientNorm).length / gradientNorm.length,
      meanQ: mean(meanQ),
    };
  }

  /** The online network's parameters, flat. */
  async parameters(): Promise<Float32Array> {
    return (await this.#program.readState()).online!;
  }

  /** @throws InputError if a loss is not a number: the settings do not suit the task: such a state is not worth keeping */
  async state(): Promise<SavedState> {
    await this.#readBack();
    return {
      updates: this.#updates,
      read: { ...this.#read },
      program: { ...(await this.#program.readState()) },
    };
  }

  restore(state: SavedState): void {
    const program = savedPart(state, 'program');
    const entries = Object.keys(program).map((key) => [key, savedArray(program, key, Float32Array)] as const);
    this.#program.writeState(Object.fromEntries(entries));
    this.#updates = savedNumber(state, 'updates');
    const read = savedPart(state, 'read');
    this.#forgetPending();
    this.#read = perOutput((key) => savedArray(read, key, Float32Array));
  }

  dispose(): void {
    this.#forgetPending();
    this.#program.dispose();
  }

  #forgetPending(): void {
    for (const outputs of this.#pending) tf.dispose(Object.values(outputs));
    this.#pending = [];
  }

  /** @throws InputError if a loss is not a number: the settings do not suit the task */
  async #readBack(): Promise<void> {
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    const stacked = perOutput((key) => tf.tidy(() => tf.stack(pending.map((outputs) => outputs[key]!))));
    this.#forgetPending();
    for (const key of OUTPUTS) {
      this.#read[key] = concatenate(this.#read[key], (await stacked[key].data()) as Float32Array);
      stacked[key].dispose();
    }
    expectFinite('the loss', this.#read.loss, this.#updates);
  }
}
