/**
 * The learner's mathematics as the steps of a program: `act`, `learn` and `sync` over one state. Nothing here reads
 * back to the host or draws a random number, so an eager and a recorded program run the same code.
 */
import * as tf from '@tensorflow/tfjs';
import type { ProgramStep, Tensors } from '../../tensor/program';
import { adamStep, clipByGlobalNorm, type AdamState } from '../../tensor/learning/adam';
import { decayWeights, stretchesOf, type Stretch } from '../../tensor/learning/weight-decay';
import { conservativeGradient } from './conservative';
import type { DescentSettings, DqnConfig } from './dqn-config';
import { huberLoss } from './losses';
import { actionLayers } from './network/action-layers';
import { backward, forward, layerParameters } from './network/network';
import type { NetworkSpec } from './network/spec';
import { doubleQTargets, oneHotActions, qTargets, valuesOf, type TargetInputs } from './targets';

export interface LearnerSettings extends DescentSettings, Pick<DqnConfig, 'doubleQ' | 'huberDelta'> {
  /** Alpha of CQL(H), for learning from logs; the loss that is told is without its term. @default 0 */
  readonly conservativeWeight?: number;
}

export interface LearnInputs extends TargetInputs {
  /** [batch, features] scaled */
  readonly observations: tf.Tensor2D;
  /** [batch] int32 */
  readonly actions: tf.Tensor1D;
  /** [batch, features] scaled */
  readonly nextObservations: tf.Tensor2D;
  /** [batch] what the loss of each is multiplied by; undefined where all count the same */
  readonly weights?: tf.Tensor1D;
  /** [] of this update; undefined where it is the settings' in all of them */
  readonly learningRate?: tf.Scalar;
}

export interface LearnerState extends AdamState {
  /** [parameters] */
  readonly online: tf.Tensor1D;
  /** [parameters] */
  readonly target: tf.Tensor1D;
}

/** The state of an untrained learner: target equal to online, empty moments. */
export function initialLearnerState(parameters: Float32Array): Record<string, Float32Array> {
  return {
    online: parameters,
    target: parameters.slice(),
    firstMoment: new Float32Array(parameters.length),
    secondMoment: new Float32Array(parameters.length),
    beta1Power: Float32Array.of(1),
    beta2Power: Float32Array.of(1),
  };
}

/** The same as tensors; vectors stay vectors, powers become scalars. The caller owns them. */
export function learnerTensors(state: Readonly<Record<string, Float32Array>>): Tensors {
  return Object.fromEntries(
    Object.entries(state).map(([key, values]) => [
      key,
      key.endsWith('Power') ? tf.scalar(values[0]!) : tf.tensor1d(values.slice()),
    ]),
  );
}

/**
 * The online parameters a step of Adam further, by a gradient that is clipped.
 *
 * @param decayed what weight decay takes from, if there is any
 * @param rate    of this update; undefined where it is the settings' in all of them
 */
export function descend(
  state: LearnerState,
  gradient: tf.Tensor1D,
  { maxGradientNorm, learningRate, adamEpsilon, weightDecay }: DescentSettings,
  decayed: readonly Stretch[],
  rate: number | tf.Scalar = learningRate,
) {
  const clipped = clipByGlobalNorm(gradient, maxGradientNorm);
  const parameters = weightDecay > 0 ? decayWeights(state.online, decayed, rate, weightDecay) : state.online;
  const next = adamStep(parameters, clipped, state, rate, adamEpsilon);
  return { state: { online: next.parameters, ...next.state }, gradientNorm: clipped.norm };
}

/**
 * One update: targets, loss, backward pass, clipping, weight decay, Adam.
 *
 * @param tellsErrors whether also each |TD error| is told
 */
function learnStep(spec: NetworkSpec, settings: LearnerSettings, tellsErrors: boolean): ProgramStep {
  const { conservativeWeight = 0 } = settings;
  const decayed = stretchesOf(actionLayers(spec));
  return (stateTensors, inputTensors) => {
    const state = stateTensors as unknown as LearnerState;
    const inputs = inputTensors as unknown as LearnInputs;
    const online = layerParameters(spec, state.online);
    const nextTargetQ = forward(spec, layerParameters(spec, state.target), inputs.nextObservations).qValues;
    const targets = settings.doubleQ
      ? doubleQTargets(inputs, forward(spec, online, inputs.nextObservations).qValues, nextTargetQ)
      : qTargets(inputs, nextTargetQ);

    const pass = forward(spec, online, inputs.observations);
    const chosen = oneHotActions(inputs.actions, spec.actions);
    const predictions = valuesOf(pass.qValues, chosen);
    const tdErrors: tf.Tensor1D = tf.sub(predictions, targets);
    const { loss, derivative } = huberLoss(tdErrors, settings.huberDelta, inputs.weights);

    let qGradient: tf.Tensor2D = tf.mul(chosen, tf.expandDims(derivative, 1));
    if (conservativeWeight > 0)
      qGradient = tf.add(
        qGradient,
        conservativeGradient(pass.qValues, chosen, conservativeWeight, inputs.weights),
      );
    const gradient = backward(spec, online, pass, qGradient);
    const next = descend(state, gradient, settings, decayed, inputs.learningRate);
    return {
      state: next.state,
      outputs: {
        ...{ loss, gradientNorm: next.gradientNorm, meanQ: tf.mean(predictions) },
        ...(tellsErrors && { absoluteErrors: tf.abs(tdErrors) }),
      },
    };
  };
}

/**
 * Moves the target network towards the online one by the share tau. With tau 1 and finite parameters the target comes
 * to equal the online network; of its bits only the sign of a zero may differ, for -0 + 0 is +0.
 */
export const syncStep: ProgramStep = ({ online, target }, { tau }) => ({
  state: { target: tf.add(tf.mul(online!, tau!), tf.mul(target!, tf.sub(1, tau!))) },
  outputs: {},
});

/** Q-values of observations by the network `online`. */
export function actStep(spec: NetworkSpec): ProgramStep {
  return ({ online }, { observations }) => ({
    state: {},
    outputs: { qValues: forward(spec, layerParameters(spec, online!), observations as tf.Tensor2D).qValues },
  });
}

/**
 * The steps of a DQN over the state of `initialLearnerState`.
 *
 * @param tellsErrors whether `learn` gives the absolute TD error of each transition too
 */
export function dqnSteps(spec: NetworkSpec, settings: LearnerSettings, tellsErrors = false) {
  return { learn: learnStep(spec, settings, tellsErrors), sync: syncStep, act: actStep(spec) };
}
