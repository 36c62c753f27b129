/** Has TensorFlow.js write down a Q-network in its layers format. */
import * as tf from '@tensorflow/tfjs';
import type { DqnModel } from '../agents/model';
import { denseLayers, WEIGHTS_FILE } from './layers-model';
import type { DenseLayer } from './layers-model';

export interface LayersArtifacts {
  /** The text of model.json: equal for equal networks, whenever and however often it is made. */
  readonly modelJson: string;
  /** The bytes of weights.bin: the model's weights as they are. */
  readonly weights: Uint8Array;
}

/** Runs on the backend in use, and leaves no tensor behind. */
export async function layersArtifacts(model: DqnModel): Promise<LayersArtifacts> {
  const layers = denseLayers(model);
  const network = tf.sequential({ name: 'q_network', layers: layers.map(denseLayer) });
  try {
    tf.tidy(() => network.setWeights(layerTensors(layers, model.weights)));
    return await artifactsOf(network);
  } finally {
    network.dispose();
  }
}

function denseLayer({ name, inputs, units, activation }: DenseLayer): tf.layers.Layer {
  // Without a random initial kernel, which would only be overwritten.
  return tf.layers.dense({ name, inputShape: [inputs], units, activation, kernelInitializer: 'zeros' });
}

/** Views of the flat weights: kernel and bias of each layer. */
function layerTensors(layers: readonly DenseLayer[], weights: Float32Array): tf.Tensor[] {
  let offset = 0;
  const next = (length: number): Float32Array => weights.subarray(offset, (offset += length));
  return layers.flatMap(({ inputs, units }) => [
    tf.tensor2d(next(inputs * units), [inputs, units]),
    tf.tensor1d(next(units)),
  ]);
}

async function artifactsOf(network: tf.Sequential): Promise<LayersArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  await network.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  const { format, generatedBy, convertedBy, modelTopology, weightSpecs, weightData } = saved;
  const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs }];
  return {
    modelJson: `${JSON.stringify({ format, generatedBy, convertedBy, modelTopology, weightsManifest }, null, 2)}\n`,
    weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}
