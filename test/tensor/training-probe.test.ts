import * as tf from '@tensorflow/tfjs';
import { probeTraining } from '../../src/tensor/training-probe';
import { describeOnBackends } from '../support/backends';
import { registerBrokenBackend } from '../support/broken-backend';
import { expectNoLeak } from '../support/expect-no-leak';

describeOnBackends('probeTraining', () => {
  it('passes, and leaves no tensor', async () => {
    await expectNoLeak(async () => expect(await probeTraining()).toBe(true));
  });
});

it.each(['Sub', 'BatchMatMul', 'Multiply'])('fails where %s answers zeros', async (kernel) => {
  const name = registerBrokenBackend(kernel);
  await tf.setBackend(name);
  expect(await probeTraining()).toBe(false);
  tf.removeBackend(name);
});
