/**
 * What a Q-network is in the TensorFlow.js layers format, as `tf.loadLayersModel` reads it in a browser or in Node: a
 * Sequential of Dense layers, or for a head of several streams a Model, whose last layer is the constant that makes
 * Q-values of the streams. It takes scaled observations and gives scaled Q-values; the scaling is in manifest.json.
 */
import { headOf } from '../agents/dqn/network/heads';
import { networkSpec, type NetworkSpec } from '../agents/dqn/network/spec';
import type { Model } from '../agents/model';

export const WEIGHTS_FILE = 'weights.bin';

/** Names of layers that have no parameters of their own. */
export const OBSERVATION = 'observation';
export const STREAMS = 'streams';
export const Q_VALUES = 'q_values';

/** The network of a model or of its manifest. */
export function networkOf({
  features,
  actions,
  hiddenLayers,
  head,
}: Pick<Model, 'features' | 'actions' | 'hiddenLayers' | 'head'>): NetworkSpec {
  return networkSpec({ features: features.length, actions: actions.length, hiddenLayers, head });
}

/** The kernel of the last layer that makes Q-values of several streams, [units of all, actions]; else null. */
export function combinationOf({ head, actions }: NetworkSpec): Float32Array | null {
  return headOf(head).combination(actions);
}

/** What lies in weights.bin: the parameters as they are, and after them the kernel that combines streams. */
export function weightEntries(spec: NetworkSpec) {
  const entry = (name: string, ...shape: number[]) => ({ name, shape, dtype: 'float32' as const });
  const combination = combinationOf(spec);
  return [
    ...spec.layers.flatMap(({ name, inputs, units }) => [
      entry(`${name}/kernel`, inputs, units),
      entry(`${name}/bias`, units),
    ]),
    ...(combination === null
      ? []
      : [entry(`${Q_VALUES}/kernel`, combination.length / spec.actions, spec.actions)]),
  ];
}
