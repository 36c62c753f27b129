/**
 * A Q-network as a TensorFlow.js layers model that takes features as they are and gives values in the units of the reward:
 * the saved network between layers that hold its scaling, so that plain `tf.loadLayersModel` needs nothing beside it.
 */
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../../agents/model';
import type { Layer, NetworkSpec } from '../../agents/dqn/network/spec';
import { combinationOf, networkOf } from '../../store/layers-model';

export const WEIGHTS_FILE = 'weights.bin';

/** Kernel [inputs, units], row by row, and bias [units], if it has one. */
type Weights = readonly [Float32Array, Float32Array?];

interface DenseLayer {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  readonly activation: 'relu' | 'linear';
  readonly weights: Weights;
}

function diagonal(values: readonly number[]): Float32Array {
  const matrix = new Float32Array(values.length ** 2);
  values.forEach((value, i) => (matrix[i * (values.length + 1)] = value));
  return matrix;
}

/**
 * (x - offset) * scale in two layers. In one, x * scale - offset * scale, the digits of a feature that is far from 0, such
 * as a year, would be lost in single precision; of the offset itself they are kept in two parts.
 */
function scalingLayers({ scaling, features }: Model): DenseLayer[] {
  const { observationOffset: offsets, observationScale: scales } = scaling;
  const rest = offsets.map((offset, i) => -(offset - Math.fround(offset)) * scales[i]!);
  const size = { inputs: features.length, units: features.length, activation: 'linear' } as const;
  const ones = new Array<number>(features.length).fill(1);
  return [
    { name: 'centre', ...size, weights: [diagonal(ones), Float32Array.from(offsets, (one) => -one)] },
    { name: 'scale', ...size, weights: [diagonal(scales), Float32Array.from(rest)] },
  ];
}

/** Values in the units of the reward, those of actions that the log never shows as they are to be. */
function rewardLayer({ actions, scaling, unlogged }: Model): DenseLayer {
  const count = actions.length;
  const kernel = new Float32Array(count ** 2);
  const bias = new Float32Array(count);
  const source = actions.map((_, i) => unlogged?.startsFrom.find(({ action }) => action === i)?.from ?? i);
  source.forEach((from, i) => (kernel[from * count + i] = 1 / scaling.rewardScale));
  if (typeof unlogged?.noActionReward === 'number') {
    for (let from = 0; from < count; from += 1) kernel[from * count] = 0;
    bias[0] = unlogged.noActionReward;
  }
  const size = { inputs: count, units: count, activation: 'linear' } as const;
  return { name: 'reward_units', ...size, weights: [kernel, bias] };
}

function networkLayer(layer: Layer, parameters: Float32Array): DenseLayer {
  const { name, inputs, units, activation, kernel, bias } = layer;
  const weights = [
    parameters.slice(kernel, kernel + inputs * units),
    parameters.slice(bias, bias + units),
  ] as const;
  return { name, inputs, units, activation, weights };
}

/** A model under construction: layers that have weights get them when all are in place. */
class Construction {
  readonly #weights: { readonly layer: tf.layers.Layer; readonly of: DenseLayer }[] = [];

  dense(of: DenseLayer, inputs: tf.SymbolicTensor): tf.SymbolicTensor {
    const { name, units, activation, weights } = of;
    const useBias = weights[1] !== undefined;
    const layer = tf.layers.dense({ name, units, activation, useBias, kernelInitializer: 'zeros' });
    this.#weights.push({ layer, of });
    return layer.apply(inputs) as tf.SymbolicTensor; // of one output, applied to a symbol
  }

  setWeights(): void {
    for (const { layer, of } of this.#weights) {
      const [kernel, bias] = of.weights;
      const tensors = [
        tf.tensor2d(kernel, [of.inputs, of.units]),
        ...(bias === undefined ? [] : [tf.tensor1d(bias)]),
      ];
      layer.setWeights(tensors);
      tf.dispose(tensors);
    }
  }
}

function buildModel(model: Model, spec: NetworkSpec): tf.LayersModel {
  const construction = new Construction();
  const inputs = tf.input({ name: 'features', shape: [spec.features] });
  const scaled = scalingLayers(model).reduce((given, layer) => construction.dense(layer, given), inputs);
  const given: tf.SymbolicTensor[] = [];
  for (const layer of spec.layers)
    given.push(
      construction.dense(
        networkLayer(layer, model.weights),
        layer.from === null ? scaled : given[layer.from]!,
      ),
    );
  const streams = spec.outputs.map((at) => given[at]!);
  const outputs = construction.dense(rewardLayer(model), combined(construction, spec, streams));
  const built = tf.model({ name: 'policy_values', inputs, outputs });
  construction.setWeights();
  return built;
}

/** Q-values of several streams, or of the only one, which they are. */
function combined(
  construction: Construction,
  spec: NetworkSpec,
  streams: readonly tf.SymbolicTensor[],
): tf.SymbolicTensor {
  const kernel = combinationOf(spec);
  if (kernel === null) return streams[0]!;
  const beside = tf.layers.concatenate({ name: 'streams' }).apply([...streams]) as tf.SymbolicTensor;
  const units = spec.actions;
  const inputs = kernel.length / units;
  return construction.dense(
    { name: 'q_values', inputs, units, activation: 'linear', weights: [kernel] },
    beside,
  );
}

export interface LayersModelFiles {
  /** The text of model.json. */
  readonly model: string;
  /** The bytes of weights.bin. */
  readonly weights: Uint8Array;
}

/** Runs on the backend in use, and leaves no tensor behind. */
export async function layersModelFiles(model: Model): Promise<LayersModelFiles> {
  const built = buildModel(model, networkOf(model));
  let saved: tf.io.ModelArtifacts = {};
  try {
    await built.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      }),
    );
  } finally {
    built.dispose();
  }
  const { format, generatedBy, convertedBy, modelTopology, weightSpecs, weightData } = saved;
  const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs! }];
  return {
    model: `${JSON.stringify({ format, generatedBy, convertedBy, modelTopology, weightsManifest }, null, 2)}\n`,
    weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}
