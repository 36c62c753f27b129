/** Has TensorFlow.js write down a Q-network in its layers format. */
import * as tf from '@tensorflow/tfjs';
import type { Layer, NetworkSpec } from '../agents/dqn/network/spec';
import { combinationOf, OBSERVATION, Q_VALUES, STREAMS, weightEntries, WEIGHTS_FILE } from './layers-model';

/**
 * The text of model.json: equal for equal networks, whenever and however often it is made. Runs on the backend in use,
 * and leaves no tensor behind.
 */
export async function layersModelJson(spec: NetworkSpec): Promise<string> {
  const network = combinationOf(spec) === null ? chain(spec) : graph(spec);
  try {
    const { format, generatedBy, convertedBy, modelTopology } = await artifactsOf(network);
    const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: weightEntries(spec) }];
    return `${JSON.stringify({ format, generatedBy, convertedBy, modelTopology, weightsManifest }, null, 2)}\n`;
  } finally {
    network.dispose();
  }
}

function chain({ layers }: NetworkSpec): tf.LayersModel {
  return tf.sequential({ name: 'q_network', layers: layers.map((layer) => dense(layer, [layer.inputs])) });
}

/** The streams beside each other, and the constant layer that makes Q-values of them. */
function graph({ layers, outputs, features, actions }: NetworkSpec): tf.LayersModel {
  const inputs = tf.input({ name: OBSERVATION, shape: [features] });
  const given: tf.SymbolicTensor[] = [];
  for (const layer of layers)
    given.push(symbolic(dense(layer), layer.from === null ? inputs : given[layer.from]!));
  const streams = symbolic(
    tf.layers.concatenate({ name: STREAMS }),
    outputs.map((at) => given[at]!),
  );
  const combination = tf.layers.dense({
    ...{ name: Q_VALUES, units: actions, activation: 'linear', useBias: false, trainable: false },
    kernelInitializer: 'zeros',
  });
  return tf.model({ name: 'q_network', inputs, outputs: symbolic(combination, streams) });
}

function dense({ name, units, activation }: Layer, inputShape?: number[]): tf.layers.Layer {
  // Without a random initial kernel: only the layers are written from here, the weights are as they are.
  const config = { units, activation, kernelInitializer: 'zeros' } as const;
  return tf.layers.dense({ name, ...(inputShape && { inputShape }), ...config });
}

function symbolic(
  layer: tf.layers.Layer,
  inputs: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(inputs) as tf.SymbolicTensor; // of one output, applied to symbols
}

async function artifactsOf(network: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  await network.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  return saved;
}
