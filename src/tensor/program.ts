/**
 * The contract between the learner's mathematics and what runs it. The mathematics is written once as named steps
 * over one state; a program runs them eagerly on any backend, or records and replays them as one graph.
 */
import type * as tf from '@tensorflow/tfjs';

export type Tensors = Readonly<Record<string, tf.Tensor>>;

/**
 * One step. It reads nothing back to the host, never branches on a tensor's value, and takes random numbers and
 * everything else that changes from run to run as inputs. Shapes may differ between steps, not between runs of one.
 *
 * @param state every tensor of the program's state by name
 * @param inputs what this run brings
 * @returns the entries of the state that change, and what the caller wants to know
 */
export type ProgramStep = (
  state: Tensors,
  inputs: Tensors,
) => { readonly state: Tensors; readonly outputs: Tensors };

export interface Program {
  /**
   * Runs a named step and keeps the state it returns.
   *
   * @param inputs stay the caller's, who disposes them
   * @returns the step's outputs; the caller disposes them
   * @throws RangeError for a step the program does not have
   */
  run(step: string, inputs: Tensors): Promise<Tensors>;
  /** A copy of the whole state on the host, for checkpoints and export. */
  readState(): Promise<Readonly<Record<string, Float32Array>>>;
  /** Replaces entries of the state. @throws RangeError for an unknown entry or a wrong length */
  writeState(state: Readonly<Record<string, Float32Array>>): void;
  dispose(): void;
}
