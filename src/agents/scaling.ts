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

/**
 * (observation - offset) * scale for every row, in an array of its own.
 *
 * @param observations [n, features]
 * @throws ShapeError unless it is rows of the scaling's features
 */
export function scaleObservations(observations: Float32Array, scaling: Scaling): Float32Array {
  const { observationOffset, observationScale } = scaling;
  const width = observationScale.length;
  expectLength('observations', observations, Math.ceil(observations.length / width) * width);
  const scaled = new Float32Array(observations.length);
  for (let i = 0, column = 0; i < scaled.length; i += 1) {
    scaled[i] = (observations[i]! - observationOffset[column]!) * observationScale[column]!;
    column = column + 1 === width ? 0 : column + 1;
  }
  return scaled;
}
