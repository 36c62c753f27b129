/** What the loader promises about the device. */
import * as tf from '@tensorflow/tfjs';
import { tryBackend } from '../../src/tensor/backend';
import { webgpuLoader } from '../../src/tensor/backends/webgpu';
import { useBackend } from '../support/backends';

useBackend(webgpuLoader);

interface DeviceBackend {
  readonly device: { createBuffer(options: { size: number; usage: number }): unknown };
  /** What is known about a tensor's numbers: on the device where there is a resource. */
  readonly tensorMap: { get(dataId: object): { readonly resource?: object | null } };
}

const backend = () => tf.backend() as unknown as DeviceBackend;

it('trains the probe, and names the adapter', async () => {
  const { info, reason } = await tryBackend(webgpuLoader);
  expect(reason).toBeNull();
  expect(info).toMatchObject({ name: 'webgpu', tensorflow: null });
  expect(info!.device).toMatch(info!.gpu ? /^GPU, WebGPU: ./ : /^CPU, software WebGPU: ./);
});

it('is the same device when it is loaded again', async () => {
  const { device } = backend();
  await tf.setBackend('cpu');
  await webgpuLoader.load();
  expect(tf.getBackend()).toBe('webgpu');
  expect(backend().device).toBe(device);
});

it('computes two numbers on the device, where tfjs would take them to the CPU', async () => {
  const sum = tf.add(tf.tensor1d([1, 2]), tf.tensor1d([10, 20]));
  expect(backend().tensorMap.get(sum.dataId).resource).toBeTruthy();
  expect(await sum.data()).toEqual(Float32Array.of(11, 22));
});

it('computes integers, comparisons and one-hot rows as the learner needs them', async () => {
  // Cast integers keep their bits, and read back as an Int32Array: the numbers count, not their type.
  const numbers = async (tensor: tf.Tensor) => Array.from(await tensor.data());
  const rows = tf.cast(tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3), 'float32');
  expect(await numbers(rows)).toEqual([0, 0, 1, 1, 0, 0]);
  expect(await numbers(tf.mul(rows, 0.5))).toEqual([0, 0, 0.5, 0.5, 0, 0]);
  const open = tf.cast(tf.greater(tf.tensor1d([-1, 0, 2]), 0), 'float32');
  expect(await numbers(tf.mul(open, 0.5))).toEqual([0, 0, 0.5]);
  const qValues = tf.tensor2d([1, 3, 2, 4, 4, 0], [2, 3]);
  expect(await numbers(tf.argMax(qValues, 1))).toEqual([1, 0]); // the first of equals
});

// The last test: the device has reported an error from here on.
it('gives out no number after the device has reported an error', async () => {
  const sum = tf.add(tf.tensor1d([1, 2]), 1);
  backend().device.createBuffer({ size: 2 ** 45, usage: 128 }); // larger than any device allows
  await expect(sum.data()).rejects.toThrow('webgpu: the device reported an error: Buffer size');
});
