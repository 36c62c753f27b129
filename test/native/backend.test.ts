/** Needs `npm run setup:native`; without it these tests fail, for a skipped test proves nothing. */
import * as tf from '@tensorflow/tfjs';
import { tryBackend, type BackendAttempt } from '../../src/tensor/backend';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { loadNativePackage, readNativeSetup } from '../../src/tensor/native/library';

let attempt: BackendAttempt;

beforeAll(async () => {
  attempt = await tryBackend(tensorflowLoader);
});

it('trains a step', () => {
  expect(attempt.reason).toBeNull();
  expect(tf.getBackend()).toBe('tensorflow');
});

it('is the TensorFlow that setup:native recorded', () => {
  expect(attempt.info!.tensorflow).toBe(readNativeSetup()!.tensorflow);
});

it('comes from .native, before a package that is installed beside ours', () => {
  expect(loadNativePackage()).toBe('.native');
});

it('multiplies what this tfjs made', async () => {
  const product = tf.tidy(() =>
    tf.matMul(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([[10], [1]]),
    ),
  );
  expect(Array.from(await product.data())).toEqual([1 * 10 + 2 * 1, 3 * 10 + 4 * 1]);
  product.dispose();
});
