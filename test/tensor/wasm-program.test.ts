/** Compiled programs: what they share with all others, and what is their own. */
import * as tf from '@tensorflow/tfjs';
import { WasmProgram } from '../../src/tensor/wasm-program';
import { describeOnBackends } from '../support/backends';
import {
  contractState,
  contractSteps,
  itIsAProgram,
  itRecordsItsSteps,
  valuesOf,
} from '../support/program-contract';

describeOnBackends('WasmProgram', () => {
  itIsAProgram((steps, state) => new WasmProgram(steps, state));
  itRecordsItsSteps((steps, state) => new WasmProgram(steps, state));

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

  it('counts nothing for a step that was not run, whatever others are called', async () => {
    const step = contractSteps.add;
    const program = new WasmProgram({ act: step, 'act again': step }, contractState());
    await valuesOf(await program.run('act again', { amount: tf.tensor1d([1, 1]) }));
    expect(program.operationsOf('act')).toBeNull();
    expect(program.operationsOf('act again')).toBe(2);
    program.dispose();
  });
});
