/**
 * Implicit Q-learning with discrete actions, for logs: the value V of a state is an upper expectile of the Q-values of
 * the actions that were taken there, and a target asks for V of the next state. So no maximum over actions is ever
 * taken, and the value of an action that nobody took enters nothing.
 *
 * Other than in the paper both losses are halved, as everywhere here; the gradients of both networks are clipped by one
 * norm; and the policy is not a third network: whoever acts takes the action of the largest Q-value among those that
 * the log supports.
 *
 * @see Kostrikov, Nair & Levine (2022), https://arxiv.org/abs/2110.06169
 */
import * as tf from '@tensorflow/tfjs';
import { stretchesOf } from '../../tensor/learning/weight-decay';
import type { ProgramStep } from '../../tensor/program';
import type { DescentSettings } from './dqn-config';
import { actStep, descend, syncStep, type LearnInputs, type LearnerState } from './learner-step';
import { expectileLoss, huberLoss } from './losses';
import { actionLayers } from './network/action-layers';
import { backward, forward, layerParameters } from './network/network';
import { networkSpec, type NetworkSpec } from './network/spec';
import { oneHotActions, valuesOf } from './targets';

export interface IqlSettings extends DescentSettings {
  /** Of the values of the actions taken in a state; .5 is their mean, towards 1 their largest. */
  readonly expectile: number;
}

/** V's network: hidden layers as Q's, one output. */
export function valueNetwork({ features, hiddenLayers }: NetworkSpec): NetworkSpec {
  return networkSpec({ features, hiddenLayers, actions: 1 });
}

/** The part of a vector that holds a network's parameters. */
function partOf(vector: tf.Tensor1D, from: number, { parameterCount }: NetworkSpec): tf.Tensor1D {
  return tf.slice(vector, [from], [parameterCount]);
}

/** One update of both networks, each by targets of before it. */
function learnStep(qNetwork: NetworkSpec, settings: IqlSettings): ProgramStep {
  const vNetwork = valueNetwork(qNetwork);
  // V's network tells no actions apart, and lies behind.
  const decayed = stretchesOf(actionLayers(qNetwork));
  return (stateTensors, inputTensors) => {
    const state = stateTensors as unknown as LearnerState;
    const inputs = inputTensors as unknown as LearnInputs;
    const q = layerParameters(qNetwork, partOf(state.online, 0, qNetwork));
    const v = layerParameters(vNetwork, partOf(state.online, qNetwork.parameterCount, vNetwork));
    const targetQ = layerParameters(qNetwork, partOf(state.target, 0, qNetwork));
    const chosen = oneHotActions(inputs.actions, qNetwork.actions);
    const flat = (values: tf.Tensor2D): tf.Tensor1D => tf.reshape(values, [-1]);

    const vPass = forward(vNetwork, v, inputs.observations);
    const vTargets = valuesOf(forward(qNetwork, targetQ, inputs.observations).qValues, chosen);
    const vErrors: tf.Tensor1D = tf.sub(flat(vPass.qValues), vTargets);
    const ofV = expectileLoss(vErrors, settings.expectile, inputs.weights);

    const nextValues = flat(forward(vNetwork, v, inputs.nextObservations).qValues);
    const qTargets = tf.add(inputs.rewards, tf.mul(inputs.discounts, nextValues));
    const qPass = forward(qNetwork, q, inputs.observations);
    const predictions = valuesOf(qPass.qValues, chosen);
    const ofQ = huberLoss(tf.sub(predictions, qTargets), Infinity, inputs.weights);

    const gradient = tf.concat1d([
      backward(qNetwork, q, qPass, tf.mul(chosen, tf.expandDims(ofQ.derivative, 1))),
      backward(vNetwork, v, vPass, tf.expandDims(ofV.derivative, 1)),
    ]);
    const next = descend(state, gradient, settings, decayed, inputs.learningRate);
    return {
      state: next.state,
      outputs: {
        loss: tf.add(ofQ.loss, ofV.loss),
        gradientNorm: next.gradientNorm,
        meanQ: tf.mean(predictions),
      },
    };
  };
}

/**
 * The steps of implicit Q-learning over the state of `initialLearnerState`, whose vectors hold Q's parameters and then
 * V's (`valueNetwork`). The target's V follows and is never asked.
 */
export function iqlSteps(qNetwork: NetworkSpec, settings: IqlSettings) {
  const act = actStep(qNetwork);
  return {
    learn: learnStep(qNetwork, settings),
    sync: syncStep,
    act: (({ online }, inputs) =>
      act({ online: partOf(online as tf.Tensor1D, 0, qNetwork) }, inputs)) as ProgramStep,
  };
}
