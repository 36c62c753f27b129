import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from '../../src/tensor/eager-program';
import type { ProgramStep } from '../../src/tensor/program';
import { useBackend } from '../support/backends';
import { expectNoLeak } from '../support/expect-no-leak';
import { contractState, contractSteps, itIsAProgram } from '../support/program-contract';

useBackend();

describe('EagerProgram', () => {
  itIsAProgram((steps, state) => new EagerProgram(steps, state));

  it('keeps as many tensors as its state has entries, over a hundred runs', async () => {
    const program = new EagerProgram(contractSteps, contractState());
    const amount = tf.tensor1d([1, 1]);
    await expectNoLeak(async () => {
      for (let i = 0; i < 100; i += 1) tf.dispose(Object.values(await program.run('add', { amount })));
    });
    expect((await program.readState()).total).toEqual(Float32Array.of(101, 102));
    tf.dispose(amount);
    program.dispose();
  });

  it('leaves a step free to read values and to draw numbers, which a recording could not repeat', async () => {
    const count: ProgramStep = ({ total }) => ({
      state: { total: tf.add(total!, total!.dataSync()[0]!) },
      outputs: {},
    });
    const program = new EagerProgram({ count }, { total: tf.tensor1d([1, 2]) });
    for (let run = 0; run < 2; run += 1) await program.run('count', {});
    expect((await program.readState()).total).toEqual(Float32Array.of(4, 5));
    program.dispose();
  });
});
