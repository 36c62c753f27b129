/**
 * Dense layers as data, and where each lies in one flat vector of parameters. Nothing here loads TensorFlow.js: files are
 * read by it too.
 */
import type { Random } from '../../core/random';

export interface Layer {
  /** Also in a model's file. */
  readonly name: string;
  /** Index of the layer whose output it takes; null where that is what the network is given. */
  readonly from: number | null;
  readonly inputs: number;
  readonly units: number;
  readonly activation: 'relu' | 'linear';
  /** Where its kernel [inputs, units], row by row, begins in the flat vector. */
  readonly kernel: number;
  /** Where its bias [units] begins. */
  readonly bias: number;
}

/** Length of the flat vector. */
export function parametersOf(layers: readonly Layer[]): number {
  const last = layers.at(-1);
  return last === undefined ? 0 : last.bias + last.units;
}

/** Appends a layer behind the last one's parameters. @param width of what the network is given @returns its index */
export function appendLayer(
  layers: Layer[],
  width: number,
  layer: Pick<Layer, 'name' | 'from' | 'units' | 'activation'>,
): number {
  const inputs = layer.from === null ? width : layers[layer.from]!.units;
  const kernel = parametersOf(layers);
  return layers.push({ ...layer, inputs, kernel, bias: kernel + inputs * layer.units }) - 1;
}

/**
 * Kernels and biases uniform in ±1/√inputs, as PyTorch initialises a linear layer and so Stable-Baselines3 and
 * CleanRL do; drawn on the host, so that every backend starts from the same numbers.
 *
 * @returns flat, in the order of the layers
 */
export function initialLayers(layers: readonly Layer[], random: Random): Float32Array {
  const parameters = new Float32Array(parametersOf(layers));
  for (const { inputs, units, kernel } of layers) {
    const bound = 1 / Math.sqrt(inputs);
    const count = (inputs + 1) * units; // the bias follows the kernel
    for (let i = 0; i < count; i += 1) parameters[kernel + i] = (2 * random.uniform() - 1) * bound;
  }
  return parameters;
}
