/** Compiled steps against the same steps run operation by operation, on numbers that leave no room for rounding. */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { EagerProgram } from '../../../src/tensor/eager-program';
import type { Program, Tensors } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import {
  inputSpecs,
  smallNumbers,
  stateSpecs,
  stepOfPlan,
  stepPlans,
  type StepPlan,
} from '../../support/random-steps';

useBackend();

/** Numbers with one zero, for 0 and -0 may change places where sums are made in another order. */
const plain = (values: ArrayLike<number>) => Array.from(values, (value) => value + 0);

function told(outputs: Tensors) {
  const entries = Object.entries(outputs).map(
    ([name, tensor]) => [name, [tensor.dtype, tensor.shape, plain(tensor.dataSync())]] as const,
  );
  tf.dispose(Object.values(outputs));
  return Object.fromEntries(entries);
}

/** Everything that a program tells in some runs: outputs, and the state after each. */
async function history(program: Program, plan: StepPlan, seed: number) {
  const random = Random.fromSeed(seed);
  const runs = [];
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

it('a compiled step tells and keeps what its operations give one by one, run after run', async () => {
  await fc.assert(
    fc.asyncProperty(stepPlans, fc.nat(1000), async (plan, seed) => {
      const [steps, state] = [
        { step: stepOfPlan(plan) },
        () => smallNumbers(stateSpecs(plan), Random.fromSeed(seed).fork('state')),
      ];
      const eager = await history(new EagerProgram(steps, state()), plan, seed);
      expect(await history(new WasmProgram(steps, state()), plan, seed)).toEqual(eager);
    }),
    { numRuns: 400 },
  );
});
