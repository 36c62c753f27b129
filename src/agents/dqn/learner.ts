/** Feeds batches to the learner's program, keeps the target in step, and says how learning goes. */
import * as tf from '@tensorflow/tfjs';
import { InputError } from '../../core/errors';
import { nullProfiler, type Profiler } from '../../core/profiler';
import { savedArray, savedNumber, savedPart, type SavedState } from '../../core/saved-state';
import type { TransitionBatch } from '../../replay/transition';
import { learnInputs, stackedInputs, type BatchSizes } from './learner-inputs';
import { actRows, actValues } from './q-values';
import type { Program, Tensors, TensorSpec } from '../../tensor/program';

/** Averages over the updates since the last reading; null if there were none. */
export interface LearnerMeasurements {
  /**
   * Mean Huber loss, in squared scaled reward; a conservative term is not in it, the expectile loss of a network of V is.
   */
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
  /** Step size of an update, counted from 0, where it changes. @default the settings' of the program's steps */
  readonly learningRateAt?: ((update: number) => number) | undefined;
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

/** Both in an array of their own. */
export function concatenate(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

const nothing = new Float32Array(0);

async function readOnce(tensor: tf.Tensor): Promise<Float32Array> {
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

/** @throws InputError naming the first value that is not a number: the run cannot recover */
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
  #pendingUpdates = 0;
  /** What was read back since the last measurement; part of the state, so that a resumed run measures the same. */
  #read: Record<Output, Float32Array> = emptyReadings();

  /** @param program has the steps `learn`, `sync` and `act`, as those of dqnSteps */
  constructor(program: Program, options: LearnerOptions, profiler: Profiler = nullProfiler) {
    this.#program = program;
    this.#profiler = profiler;
    this.#options = options;
  }

  /** Gradient updates so far. */
  get updates(): number {
    return this.#updates;
  }

  /**
   * Announces what will be asked for, so that a program that records its steps can do so in one go.
   *
   * @param perCall batches that `learn` will give the program
   * @param decisions observations that `qValues` will be given
   */
  announce(perCall: number, sizes: Omit<BatchSizes, 'scheduled'>, decisions: number): void {
    const scheduled = this.#options.learningRateAt !== undefined;
    const shape = [actRows(this.#program, decisions), sizes.features];
    const observations: TensorSpec = { shape, dtype: 'float32' };
    this.#program.announce('sync', { tau: { shape: [], dtype: 'float32' } });
    this.#program.announce('act', { observations });
    this.#program.announce('learn', learnInputs(perCall, { ...sizes, scheduled }), perCall);
  }

  /**
   * One update per batch, and the target's update whenever it is due.
   *
   * @param batches the batches one after the other, all of one size
   * @param updates how many they are
   * @param perCall batches that the program is given, the missing ones as zeros that it does not look at: a program that
   *   is recorded per shape should see the same number every time
   * @param weights [batches] what the loss of each transition is multiplied by; null where all count the same
   * @returns the absolute TD errors of all transitions, if the program's steps tell them; else nothing
   */
  async learn(
    batches: TransitionBatch,
    updates = 1,
    perCall = updates,
    weights: Float32Array | null = null,
  ): Promise<Float32Array> {
    this.#profiler.enter('upload');
    const extras = { weights, learningRate: this.#learningRates(updates) };
    const inputs = this.#program.upload(stackedInputs(batches, extras, updates, perCall));
    this.#profiler.enter('learning');
    let errors: Float32Array = nothing;
    try {
      errors = await this.#learnRows(inputs, updates);
    } finally {
      tf.dispose(Object.values(inputs));
    }
    if (this.#pendingUpdates >= READ_BACK) await this.#readBack();
    return errors;
  }

  /**
   * Q-values of the online network.
   *
   * @param observations [n, features] scaled
   * @returns [n, actions] scaled
   * @throws InputError if a value is not a number
   */
  async qValues(observations: Float32Array, features: number): Promise<Float32Array> {
    const values = await actValues(this.#program, observations, features);
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

  /** All online parameters, flat. */
  async parameters(): Promise<Float32Array> {
    return (await this.#program.readState()).online!;
  }

  /** @throws InputError if a loss is not a number: the settings do not suit the task, and its state is not worth keeping */
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
    const entries = this.#program.stateNames.map(
      (key) => [key, savedArray(program, key, Float32Array)] as const,
    );
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
    this.#pendingUpdates = 0;
  }

  /** [updates] of the next ones; null where they do not change */
  #learningRates(updates: number): Float32Array | null {
    const { learningRateAt } = this.#options;
    if (learningRateAt === undefined) return null;
    return Float32Array.from({ length: updates }, (_, i) => learningRateAt(this.#updates + i));
  }

  async #learnRows(inputs: Tensors, updates: number): Promise<Float32Array> {
    const { period } = this.#options.target;
    let errors: Float32Array = nothing;
    for (let from = 0; from < updates;) {
      const to = Math.min(updates, from + period - (this.#updates % period));
      const { absoluteErrors, ...outputs } = await this.#program.scan('learn', inputs, { from, to });
      this.#pending.push(outputs);
      if (absoluteErrors !== undefined) errors = concatenate(errors, await readOnce(absoluteErrors));
      this.#updates += to - from;
      this.#pendingUpdates += to - from;
      if (this.#updates % period === 0) await this.#sync();
      from = to;
    }
    return errors;
  }

  async #sync(): Promise<void> {
    const inputs = this.#program.upload({
      tau: { values: Float32Array.of(this.#options.target.tau), shape: [] },
    });
    await this.#program.run('sync', inputs);
    tf.dispose(Object.values(inputs));
  }

  /** @throws InputError if a loss is not a number: the settings do not suit the task */
  async #readBack(): Promise<void> {
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    const stacked = perOutput((key) => tf.concat(pending.map((outputs) => outputs[key]!)));
    this.#forgetPending();
    for (const key of OUTPUTS) {
      this.#read[key] = concatenate(this.#read[key], (await stacked[key].data()) as Float32Array);
      stacked[key].dispose();
    }
    expectFinite('the loss', this.#read.loss, this.#updates);
  }
}
