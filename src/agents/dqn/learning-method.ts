/** The ways of learning that a trainer knows: networks in one flat vector, and the steps that learn them. */
import type { ProgramSteps } from '../../tensor/program';
import { iqlSteps, valueNetwork, type IqlSettings } from './iql-steps';
import { dqnSteps, type LearnerSettings } from './learner-step';
import type { NetworkSpec } from './network/spec';

export interface LearningMethod {
  /** In the order of the vector, Q's first. */
  readonly networks: readonly [NetworkSpec, ...NetworkSpec[]];
  /** `learn`, `sync` and `act`. */
  readonly steps: ProgramSteps;
}

/** @param tellsErrors whether `learn` gives the absolute TD error of each transition too */
export function qLearning(
  network: NetworkSpec,
  settings: LearnerSettings,
  tellsErrors = false,
): LearningMethod {
  return { networks: [network], steps: dqnSteps(network, settings, tellsErrors) };
}

/** Tells no TD errors. */
export function implicitQLearning(network: NetworkSpec, settings: IqlSettings): LearningMethod {
  return { networks: [network, valueNetwork(network)], steps: iqlSteps(network, settings) };
}
