/** A learned Q-network as plain data: everything that acting by it needs, nothing of how it was trained. */
export interface DqnModel {
  /** Units of the hidden layers (ReLU); the output layer is linear with one unit per action. */
  readonly hiddenLayers: readonly number[];
  /** Names of the features of an observation, in order. */
  readonly features: readonly string[];
  /** Names of the actions by index; index 0 is No Action. */
  readonly actions: readonly string[];
  /** All parameters, layer by layer: kernel [inputs, units] row by row, then bias [units]. */
  readonly weights: Float32Array;
  readonly scaling: Scaling;
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
