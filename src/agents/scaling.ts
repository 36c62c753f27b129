/** How raw observations become what a network sees; done on the host, once per row. */
import { expectLength } from '../core/shape';
import type { Scaling } from './model';

/** Network sees what the environment shows. */
export function identityScaling(features: number, rewardScale = 1): Scaling {
  return {
    observationOffset: new Array<number>(features).fill(0),
    observationScale: new Array<number>(features).fill(1),
    rewardScale,
  };
}

/** The scale that makes the largest reward `rewardScale`. @param largestReward 0 leaves rewards as they are */
export function scaledReward(rewardScale: number, largestReward: number): number {
  return largestReward > 0 ? rewardScale / largestReward : rewardScale;
}

/**
 * Scaling fitted on rows: every feature to mean 0 and standard deviation 1 (a constant one to 0), and the largest
 * reward to 1, so that TD errors lie where the Huber loss is quadratic and the network learns means, not medians.
 *
 * @param observations [rows, features]
 * @param largestReward largest absolute reward that can be paid; 0 leaves rewards as they are
 */
export function fitScaling(
  observations: Float32Array,
  features: number,
  largestReward: number,
  rewardScale = 1,
): Scaling {
  const rows = observations.length / features;
  const observationOffset = new Array<number>(features).fill(0);
  const observationScale = new Array<number>(features).fill(1);
  for (let feature = 0; feature < features; feature += 1) {
    let mean = 0;
    let squares = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = observations[row * features + feature]!;
      const difference = value - mean;
      mean += difference / (row + 1);
      squares += difference * (value - mean);
    }
    observationOffset[feature] = mean;
    observationScale[feature] = squares > 0 ? 1 / Math.sqrt(squares / rows) : 1;
  }
  return {
    observationOffset,
    observationScale,
    rewardScale: scaledReward(rewardScale, largestReward),
  };
}

const BLOCK_ROWS = 64;

/**
 * (observation - offset) * scale for every row, in an array of its own.
 *
 * @param observations [n, features]
 * @throws ShapeError unless it is rows of the scaling's features
 */
export function scaleObservations(
  observations: Float32Array,
  scaling: Omit<Scaling, 'rewardScale'>,
): Float32Array {
  const { observationOffset, observationScale } = scaling;
  const width = observationScale.length;
  // Rows without a feature are empty.
  expectLength('observations', observations, Math.ceil(observations.length / (width || 1)) * width);
  const scaled = new Float32Array(observations.length);
  // Some rows that stay in the cache at a time, and of these feature by feature: offset and scale stay in registers.
  for (let first = 0; first < scaled.length; first += BLOCK_ROWS * width) {
    const end = Math.min(scaled.length, first + BLOCK_ROWS * width);
    for (let feature = 0; feature < width; feature += 1) {
      const offset = observationOffset[feature]!;
      const scale = observationScale[feature]!;
      for (let i = first + feature; i < end; i += width) scaled[i] = (observations[i]! - offset) * scale;
    }
  }
  return scaled;
}

/** The same, or the observations themselves where nothing changes, as of raw columns that were encoded to be seen so. */
export function scaledObservations(
  observations: Float32Array,
  scaling: Omit<Scaling, 'rewardScale'>,
): Float32Array {
  const { observationOffset, observationScale } = scaling;
  const isSame = observationOffset.every((one) => one === 0) && observationScale.every((one) => one === 1);
  return isSame && observations.length % observationScale.length === 0
    ? observations
    : scaleObservations(observations, scaling);
}
