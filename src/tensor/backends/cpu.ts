/** Plain JavaScript: slow, always there. */
import * as tf from '@tensorflow/tfjs';
import type { BackendLoader } from './loader';

export const cpuLoader: BackendLoader = {
  name: 'cpu',
  async load() {
    await tf.setBackend('cpu');
    return { name: 'cpu', device: 'CPU, plain JavaScript', gpu: false, tensorflow: null };
  },
};
