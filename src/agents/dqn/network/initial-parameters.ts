/** The numbers that a network starts from. */
import type { Random } from '../../../core/random';
import { initialLayers } from '../../../tensor/learning/layers';
import type { NetworkSpec } from './spec';

/** [parameterCount] those of its layers. */
export function initialParameters({ layers }: NetworkSpec, random: Random): Float32Array {
  return initialLayers(layers, random);
}
