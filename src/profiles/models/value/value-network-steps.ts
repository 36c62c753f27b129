/** The mathematics of a net of lifetime value as a step of a program: forward, loss, backward, clipping, Adam. */
import * as tf from '@tensorflow/tfjs';
import type { ProgramStep, Tensors } from '../../../tensor/program';
import { adamStep, clipByGlobalNorm, type AdamState } from '../../../tensor/learning/adam';
import { backwardLayers, forwardLayers, layerParameters } from '../../../tensor/learning/dense-layers';
import { appendLayer, type Layer } from '../../../tensor/learning/layers';
import { rateLoss } from '../rate-loss';

const MOST_GRADIENT_NORM = 1;
const ADAM_EPSILON = 1e-8;

/** Hidden layers with ReLU, then one score. */
export function valueLayers(width: number, hiddenLayers: readonly number[]): readonly Layer[] {
  const layers: Layer[] = [];
  let from: number | null = null;
  for (const [i, units] of hiddenLayers.entries())
    from = appendLayer(layers, width, { name: `hidden_${i + 1}`, from, units, activation: 'relu' });
  appendLayer(layers, width, { name: 'score', from, units: 1, activation: 'linear' });
  return layers;
}

/** The state of an untrained net; whoever makes a program of it no longer owns it. */
export function initialState(parameters: Float32Array): Tensors {
  return {
    parameters: tf.tensor1d(parameters.slice()),
    firstMoment: tf.zeros([parameters.length]),
    secondMoment: tf.zeros([parameters.length]),
    beta1Power: tf.scalar(1),
    beta2Power: tf.scalar(1),
  };
}

/** The step `learn` takes features [batch, width], weeks and what came in them [batch], and tells the mean loss before it. */
export function learnStep(layers: readonly Layer[], learningRate: number): ProgramStep {
  return (stateTensors, { features, weeks, came }) => {
    const state = stateTensors as unknown as AdamState & { readonly parameters: tf.Tensor1D };
    const own = layerParameters(layers, state.parameters);
    const activations = forwardLayers(layers, own, features as tf.Tensor2D);
    const scores = activations.at(-1)!;
    const batch = scores.shape[0];
    const column = (values: tf.Tensor) => tf.reshape(values, [batch, 1]);
    const { loss, gradient } = rateLoss(scores, column(weeks!), column(came!));
    const given: (tf.Tensor2D | undefined)[] = [];
    given[layers.length - 1] = tf.mul(gradient, 1 / batch);
    const flat = backwardLayers(layers, own, features as tf.Tensor2D, activations, given);
    const clipped = clipByGlobalNorm(flat, MOST_GRADIENT_NORM);
    const next = adamStep(state.parameters, clipped, state, learningRate, ADAM_EPSILON);
    return {
      state: { parameters: next.parameters, ...next.state },
      outputs: { loss: tf.mul(loss, 1 / batch) },
    };
  };
}
