/**
 * A Q-network as data: its layers, and where each lies in the one flat vector of parameters. Whoever runs, saves,
 * describes or exports a network reads this; nobody else knows the layout.
 */
import type { HeadName } from './head-names';
import { headOf } from './heads';

/** What decides a network. */
export interface NetworkShape {
  readonly features: number;
  /** Units of the hidden layers, from the observation on. */
  readonly hiddenLayers: readonly number[];
  readonly actions: number;
  /** @default 'plain' */
  readonly head?: HeadName;
}

export interface Layer {
  /** Also in a model's file. */
  readonly name: string;
  /** Index of the layer whose output it takes; null where that is the observation. */
  readonly from: number | null;
  readonly inputs: number;
  readonly units: number;
  readonly activation: 'relu' | 'linear';
  /** Where its kernel [inputs, units], row by row, begins in the flat vector. */
  readonly kernel: number;
  /** Where its bias [units] begins. */
  readonly bias: number;
}

export interface NetworkSpec extends Required<NetworkShape> {
  /** In the order of the flat vector; every layer comes after the one that it takes its input from. */
  readonly layers: readonly Layer[];
  /** Indices of the layers that the head makes Q-values of, a stream each. */
  readonly outputs: readonly number[];
  /** Length of the flat vector. */
  readonly parameterCount: number;
}

/** Appends a layer behind the last one's parameters. @returns its index */
function append(
  layers: Layer[],
  features: number,
  layer: Pick<Layer, 'name' | 'from' | 'units' | 'activation'>,
): number {
  const inputs = layer.from === null ? features : layers[layer.from]!.units;
  const last = layers.at(-1);
  const kernel = last === undefined ? 0 : last.bias + last.units;
  return layers.push({ ...layer, inputs, kernel, bias: kernel + inputs * layer.units }) - 1;
}

/** The layers of a network: the shared hidden ones, then those of the streams, side by side. */
export function networkSpec({ features, hiddenLayers, actions, head = 'plain' }: NetworkShape): NetworkSpec {
  const { ownLayers, streams: streamsFor } = headOf(head);
  const streams = streamsFor(actions);
  const layers: Layer[] = [];
  const shared = Math.max(0, hiddenLayers.length - ownLayers);
  let from: number | null = null;
  for (const [i, units] of hiddenLayers.slice(0, shared).entries())
    from = append(layers, features, { name: `hidden_${i + 1}`, from, units, activation: 'relu' });
  let ends = streams.map(() => from);
  for (const [i, units] of hiddenLayers.slice(shared).entries())
    ends = streams.map(({ name }, stream) => {
      const own = { name: `${name}_hidden_${shared + i + 1}`, from: ends[stream]! };
      return append(layers, features, { ...own, units, activation: 'relu' });
    });
  const outputs = streams.map(({ name, units }, stream) =>
    append(layers, features, { name, from: ends[stream]!, units, activation: 'linear' }),
  );
  const last = layers.at(-1)!;
  return { features, hiddenLayers, actions, head, layers, outputs, parameterCount: last.bias + last.units };
}
