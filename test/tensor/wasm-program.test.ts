/** Compiled programs: what they share with all others, and what is their own. */
import * as tf from '@tensorflow/tfjs';
import { WasmProgram } from '../../src/tensor/wasm-program';
import { useBackend } from '../support/backends';
import {
  contractState,
  contractSteps,
  itIsAProgram,
  itRecordsItsSteps,
  valuesOf,
} from '../support/program-contract';

useBackend();

describe('WasmProgram', () => {
  itIsAProgram((steps, state) => new WasmProgram(steps, state));
  itRecordsItsSteps((steps, state) => new WasmProgram(steps, state));
});

it('counts what a step does once it is recorded', async () => {
  const program = new WasmProgram(contractSteps, contractState());
  expect(program.operationsOf('add')).toBeNull();
  await valuesOf(await program.run('add', { amount: tf.tensor1d([1, 1]) }));
  // One pass computes the sum and its half; the sum is told from a copy, for it lies in the state.
  expect(program.operationsOf('add')).toBe(2);
  program.dispose();
});

it('refuses a state that is not of float32', () => {
  expect(() => new WasmProgram({}, { steps: tf.scalar(1, 'int32') })).toThrow(
    new RangeError('program: state steps: expected float32, got int32'),
  );
});
