/**
 * The contract between the learner's mathematics and what runs it. The mathematics is written once as named steps
 * over one state; a program runs them eagerly on any backend, or records and replays them as one graph.
 */
import type * as tf from '@tensorflow/tfjs';
import type { ProgramKind } from './program-kind';

export type Tensors = Readonly<Record<string, tf.Tensor>>;

/**
 * One step. It reads nothing back to the host, never branches on a tensor's value, and takes random numbers and
 * everything else that changes from run to run as inputs.
 *
 * @param state every tensor of the program's state by name
 * @param inputs what this run brings
 * @returns the entries of the state that change, and what the caller wants to know
 */
export type ProgramStep = (
  state: Tensors,
  inputs: Tensors,
) => { readonly state: Tensors; readonly outputs: Tensors };

export type ProgramSteps = Readonly<Record<string, ProgramStep>>;

/** Shape and type of a tensor. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

/** Numbers on the host on their way to a program. */
export interface HostArray {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Batches `from` to `to - 1`. */
export interface Batches {
  readonly from: number;
  readonly to: number;
}

export interface Program {
  /** How the steps are run. */
  readonly kind: ProgramKind;
  /** Names of the state's entries. */
  readonly stateNames: readonly string[];
  /**
   * Announces that a step will be run on inputs like these: a program that records does so with what it records next,
   * because every recording after a run costs a fresh start, with XLA seconds. Others do nothing.
   *
   * @param batches that the inputs stack, for a step that will be scanned; null for one that will be run
   */
  announce(step: string, inputs: Readonly<Record<string, TensorSpec>>, batches?: number | null): void;
  /**
   * Brings arrays to where the steps run. The caller disposes the tensors, and writes into no array as long as
   * anything made from its tensor lives.
   */
  upload(arrays: Readonly<Record<string, HostArray>>): Tensors;
  /**
   * Runs a named step and keeps the state it returns.
   *
   * @param inputs stay the caller's, who disposes them
   * @returns the step's outputs; the caller disposes them
   * @throws RangeError for a step the program does not have
   */
  run(step: string, inputs: Tensors): Promise<Tensors>;
  /**
   * Runs a named step on each of some batches of stacked inputs, one after the other, and keeps the last state. All batches
   * in one call cost less than a call per batch.
   *
   * @param inputs each [batches, ...what the step takes]; they stay the caller's
   * @returns each of the step's outputs as [to - from, ...]; the caller disposes them
   * @throws RangeError for a step the program does not have, or batches that the inputs do not have
   */
  scan(step: string, inputs: Tensors, batches: Batches): Promise<Tensors>;
  /** A copy of the whole state on the host, for checkpoints and export. */
  readState(): Promise<Readonly<Record<string, Float32Array>>>;
  /** Replaces entries of the state. @throws RangeError for an unknown entry or a wrong length */
  writeState(state: Readonly<Record<string, Float32Array>>): void;
  /**
   * What is run for a step, as lines: its operations with their shapes, and what they became.
   *
   * @throws NotYetRecorded for a step that was neither announced nor run
   */
  explain(step: string): string;
  dispose(): void;
}

/** A step is asked about before its inputs are known. */
export class NotYetRecorded extends RangeError {
  constructor(step: string) {
    super(`program: step ${step} was neither announced nor run`);
  }
}

/** A program that records its steps. */
export interface RecordingProgram extends Program {
  /** The same as `readState`, at once. */
  stateNow(): Readonly<Record<string, Float32Array>>;
}

/** What programs that are compiled to WebAssembly can have: addresses are counted in 31 bits, and a page is left free. */
export const COMPILED_MEMORY_BYTES = 2 ** 31 - 2 ** 16;

const mebibytes = (bytes: number): string => Math.ceil(bytes / 2 ** 20).toLocaleString('en-US');

/** A program would need more memory than it can have; it has not taken any. */
export class NotEnoughMemory extends RangeError {
  readonly bytes: number;
  /** Bytes that it can have; null where the machine does not give what is asked for. */
  readonly limit: number | null;

  /** @param what needs them */
  constructor(what: string, bytes: number, limit: number | null, options?: ErrorOptions) {
    const given =
      limit === null
        ? 'which this machine does not give'
        : `of ${Math.floor(limit / 2 ** 20).toLocaleString('en-US')} MiB that a compiled program can have`;
    super(`program: ${what} needs ${mebibytes(bytes)} MiB of memory, ${given}`, options);
    this.bytes = bytes;
    this.limit = limit;
  }
}

function specOf({ shape, dtype }: tf.Tensor): TensorSpec {
  return { shape: [...shape], dtype: dtype as TensorSpec['dtype'] };
}

/** Shapes and types of tensors. */
export function specsOf(tensors: Tensors): Record<string, TensorSpec> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, specOf(tensor)]));
}

/** One batch of what is stacked. */
export function batchSpecs(specs: Readonly<Record<string, TensorSpec>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [name, { shape: shape.slice(1), dtype }]),
  );
}

/** @throws RangeError for a step that is not there */
export function stepOf(steps: ProgramSteps, name: string): ProgramStep {
  if (Object.hasOwn(steps, name)) return steps[name]!;
  throw new RangeError(`program: no step ${name}; it has ${Object.keys(steps).join(', ')}`);
}

/** @throws RangeError unless all inputs are stacked to the same number of batches, and have those asked for */
export function expectBatches(inputs: Tensors, { from, to }: Batches): void {
  const [first] = Object.values(inputs);
  if (first === undefined) throw new RangeError('program: expected stacked inputs to scan, got none');
  for (const [name, { shape }] of Object.entries(inputs)) {
    if (from >= 0 && from < to && to <= (shape[0] ?? 0) && shape[0] === first.shape[0]) continue;
    throw new RangeError(
      `program: input ${name} [${shape.join(', ')}] does not have the batches ${from} to ${to - 1} of all`,
    );
  }
}

/** @throws RangeError if a step returns an entry that the state does not have, or of another shape or type */
export function expectStateLike(
  returned: Tensors,
  state: Readonly<Record<string, { readonly shape: readonly number[]; readonly dtype: string }>>,
): void {
  for (const [name, { shape, dtype }] of Object.entries(returned)) {
    if (!Object.hasOwn(state, name))
      throw new RangeError(`program: a step returned the unknown state ${name}`);
    const kept = state[name]!;
    if (dtype === kept.dtype && shape.join() === kept.shape.join()) continue;
    throw new RangeError(
      `program: state ${name}: expected ${kept.dtype} [${kept.shape.join(', ')}] from a step, got ${dtype} [${shape.join(', ')}]`,
    );
  }
}

/** @throws RangeError for an entry that is not there, or has another number of values */
export function expectStateEntries(
  state: Readonly<Record<string, Float32Array>>,
  entries: Readonly<Record<string, { readonly shape: readonly number[] }>>,
): void {
  for (const [key, values] of Object.entries(state)) {
    const size = Object.hasOwn(entries, key) ? entries[key]!.shape.reduce((a, b) => a * b, 1) : null;
    if (size !== values.length)
      throw new RangeError(`program: state ${key} cannot take ${values.length} values`);
  }
}
