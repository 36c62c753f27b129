/**
 * A Q-network as data: its layers, and where each lies in the one flat vector of parameters. Whoever runs, saves,
 * describes or exports a network reads this; nobody else knows the layout.
 */
import { appendLayer, parametersOf, type Layer } from '../../../tensor/learning/layers';
import type { HeadName } from './head-names';
import { headOf } from './heads';

export type { Layer };

/** What decides a network. */
export interface NetworkShape {
  readonly features: number;
  /** Units of the hidden layers, from the observation on. */
  readonly hiddenLayers: readonly number[];
  readonly actions: number;
  /** @default 'plain' */
  readonly head?: HeadName;
}

export interface NetworkSpec extends Required<NetworkShape> {
  /** In the order of the flat vector; every layer comes after the one that it takes its input from. */
  readonly layers: readonly Layer[];
  /** Indices of the layers that the head makes Q-values of, a stream each. */
  readonly outputs: readonly number[];
  /** Length of the flat vector. */
  readonly parameterCount: number;
}

/** The layers of a network: the shared hidden ones, then those of the streams, side by side. */
export function networkSpec({ features, hiddenLayers, actions, head = 'plain' }: NetworkShape): NetworkSpec {
  const { ownLayers, streams: streamsFor } = headOf(head);
  const streams = streamsFor(actions);
  const layers: Layer[] = [];
  const shared = Math.max(0, hiddenLayers.length - ownLayers);
  let from: number | null = null;
  for (const [i, units] of hiddenLayers.slice(0, shared).entries())
    from = appendLayer(layers, features, { name: `hidden_${i + 1}`, from, units, activation: 'relu' });
  let ends = streams.map(() => from);
  for (const [i, units] of hiddenLayers.slice(shared).entries())
    ends = streams.map(({ name }, stream) => {
      const own = { name: `${name}_hidden_${shared + i + 1}`, from: ends[stream]! };
      return appendLayer(layers, features, { ...own, units, activation: 'relu' });
    });
  const outputs = streams.map(({ name, units }, stream) =>
    appendLayer(layers, features, { name, from: ends[stream]!, units, activation: 'linear' }),
  );
  return {
    ...{ features, hiddenLayers, actions, head, layers, outputs },
    parameterCount: parametersOf(layers),
  };
}
