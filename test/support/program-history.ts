/** Everything that a program tells while it runs a random step, to be compared with what another one tells. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '../../src/core/random';
import type { Program, Tensors } from '../../src/tensor/program';
import { inputSpecs, smallNumbers, type StepPlan } from './random-steps';

/** Numbers with one zero, for 0 and -0 may change places where sums are made in another order. */
export const plain = (values: ArrayLike<number>): number[] => Array.from(values, (value) => value + 0);

/** Types, shapes and numbers of outputs, which are disposed. */
export function told(outputs: Tensors) {
  const entries = Object.entries(outputs).map(
    ([name, tensor]) => [name, [tensor.dtype, tensor.shape, plain(tensor.dataSync())]] as const,
  );
  tf.dispose(Object.values(outputs));
  return Object.fromEntries(entries);
}

/** Outputs of three runs of the step `step`, and the state after each; the program is disposed. */
export async function history(program: Program, plan: StepPlan, seed: number): Promise<unknown[]> {
  const random = Random.fromSeed(seed);
  const runs: unknown[] = [];
  for (let run = 0; run < 3; run += 1) {
    const inputs = smallNumbers(inputSpecs(plan), random);
    runs.push(told(await program.run('step', inputs)));
    tf.dispose(Object.values(inputs));
    const state = Object.entries(await program.readState());
    runs.push(Object.fromEntries(state.map(([name, values]) => [name, plain(values)])));
  }
  program.dispose();
  return runs;
}
