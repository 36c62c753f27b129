/** The numbers that a network starts from. */
import type { Random } from '../../../core/random';
import type { NetworkSpec } from './spec';

/**
 * Kernels and biases uniform in ±1/√inputs, as PyTorch initialises a linear layer and so Stable-Baselines3 and
 * CleanRL do; drawn on the host, so that every backend starts from the same numbers.
 *
 * @returns [parameterCount]
 */
export function initialParameters({ layers, parameterCount }: NetworkSpec, random: Random): Float32Array {
  const parameters = new Float32Array(parameterCount);
  for (const { inputs, units, kernel } of layers) {
    const bound = 1 / Math.sqrt(inputs);
    const count = (inputs + 1) * units; // the bias follows the kernel
    for (let i = 0; i < count; i += 1) parameters[kernel + i] = (2 * random.uniform() - 1) * bound;
  }
  return parameters;
}
