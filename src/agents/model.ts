import type { HeadName } from './dqn/network/head-names';
import type { SupportFilter } from './support-filter';
import type { UnloggedValues } from './unlogged-values';

/** What was learned as plain data: everything that acting by it needs, nothing of how it was trained. */
export interface Model {
  /** Units of the hidden layers (ReLU). */
  readonly hiddenLayers: readonly number[];
  /** How Q-values, one per action, come from them. */
  readonly head: HeadName;
  /** Names of the features of an observation, in order. */
  readonly features: readonly string[];
  /** Names of the actions by index; index 0 is No Action. */
  readonly actions: readonly string[];
  /** All parameters in the order of the network's spec: layer by layer, kernel [inputs, units] row by row, bias [units]. */
  readonly weights: Float32Array;
  readonly scaling: Scaling;
  /** Which actions may be taken at all; absent where each may, as in a simulator, which answers for all of them. */
  readonly support?: SupportFilter;
  /** Values of actions that the log never shows; absent where it shows all, or nobody says. */
  readonly unlogged?: UnloggedValues;
  /**
   * [actions] what each is charged beside its value, in the units of the reward: the price of its cost, and of its channel
   * where that is short. What is done is the best of Q - charge; absent where nothing is charged.
   */
  readonly charges?: readonly number[];
}

/** How raw numbers become what the network sees, and back: part of the model. */
export interface Scaling {
  /** [features] the network sees (observation - offset) * scale */
  readonly observationOffset: readonly number[];
  /** [features] */
  readonly observationScale: readonly number[];
  /** The network's values are in units of reward * rewardScale. */
  readonly rewardScale: number;
}
