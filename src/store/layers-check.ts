/** Whether a model.json is the network that its manifest speaks of: what it says, line by line. */
import { z } from 'zod';
import type { NetworkSpec } from '../agents/dqn/network/spec';
import { InputError, parseInput } from '../core/errors';
import { combinationOf, OBSERVATION, Q_VALUES, STREAMS, weightEntries, WEIGHTS_FILE } from './layers-model';

const dense = {
  class_name: z.literal('Dense'),
  config: z.object({
    units: z.int().positive(),
    activation: z.enum(['relu', 'linear']),
    use_bias: z.boolean(),
    batch_input_shape: z.tuple([z.null(), z.int().positive()]).optional(),
  }),
};
/** Of each input: name of its layer, and what we do not use. */
const nodesSchema = z.array(z.array(z.tuple([z.string()], z.unknown())));
const graphLayer = { name: z.string(), inbound_nodes: nodesSchema };
const topologySchema = z.discriminatedUnion('class_name', [
  z.object({
    class_name: z.literal('Sequential'),
    config: z.object({ layers: z.array(z.object(dense)).min(1) }),
  }),
  z.object({
    class_name: z.literal('Model'),
    config: z.object({
      layers: z.array(
        z.discriminatedUnion('class_name', [
          z.object({
            ...graphLayer,
            class_name: z.literal('InputLayer'),
            config: z.object({ batch_input_shape: z.tuple([z.null(), z.int().positive()]) }),
          }),
          z.object({ ...graphLayer, ...dense }),
          z.object({ ...graphLayer, class_name: z.literal('Concatenate') }),
        ]),
      ),
    }),
  }),
]);
const modelJsonSchema = z.object({
  format: z.literal('layers-model'),
  modelTopology: topologySchema,
  weightsManifest: z.tuple([
    z.object({
      paths: z.tuple([z.literal(WEIGHTS_FILE)]),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.literal('float32') })),
    }),
  ]),
});
export type ModelJson = z.infer<typeof modelJsonSchema>;
type Topology = ModelJson['modelTopology'];

/** @throws InputError naming `path` if the value is not such a network with its weights in weights.bin */
export function parseModelJson(path: string, value: unknown): ModelJson {
  return parseInput(path, modelJsonSchema, value);
}

/** @throws InputError naming `path` if the network is not the one that the manifest speaks of */
export function expectNetwork(path: string, model: ModelJson, spec: NetworkSpec): void {
  expectSame(path, 'layers', foundLayers(model.modelTopology), expectedLayers(spec));
  const described = ({ name, shape }: { name: string; shape: number[] }) => `${name} [${shape.join(', ')}]`;
  const found = model.weightsManifest[0].weights.map(described);
  expectSame(path, 'weights', found, weightEntries(spec).map(described));
}

const chainLine = (inputs: number, units: number, activation: string) =>
  `${inputs} to ${units} ${activation}`;
const graphLine = (name: string, what: string, inputs: readonly string[]) =>
  `${name} ${what}${inputs.length > 0 ? ` of ${inputs.join(' and ')}` : ''}`;

/** A line per layer: of a chain inputs, units and activation; of several streams also who takes what from whom. */
function expectedLayers(spec: NetworkSpec): readonly string[] {
  const { layers, outputs, features, actions } = spec;
  if (combinationOf(spec) === null)
    return layers.map(({ inputs, units, activation }) => chainLine(inputs, units, activation));
  const nameOf = (at: number | null) => (at === null ? OBSERVATION : layers[at]!.name);
  return [
    graphLine(OBSERVATION, `${features}`, []),
    ...layers.map(({ name, from, units, activation }) =>
      graphLine(name, `${units} ${activation}`, [nameOf(from)]),
    ),
    graphLine(STREAMS, 'side by side', outputs.map(nameOf)),
    graphLine(Q_VALUES, `${actions} linear without bias`, [STREAMS]),
  ].sort();
}

function foundLayers({ class_name: kind, config }: Topology): readonly string[] {
  if (kind === 'Sequential') {
    const layers = config.layers.map((layer) => layer.config);
    return layers.map(({ units, activation, batch_input_shape: input, use_bias: bias }, index) => {
      const inputs = input?.[1] ?? layers[index - 1]?.units ?? 0;
      return chainLine(inputs, units, bias ? activation : `${activation} without bias`);
    });
  }
  // In the order of their names: tfjs has an order of its own for layers beside each other.
  return config.layers
    .map((layer) => {
      const inputs = layer.inbound_nodes.flatMap((node) => node.map(([name]) => name));
      return graphLine(layer.name, whatIs(layer), inputs);
    })
    .sort();
}

type GraphLayer = Extract<Topology, { class_name: 'Model' }>['config']['layers'][number];

function whatIs(layer: GraphLayer): string {
  switch (layer.class_name) {
    case 'InputLayer':
      return `${layer.config.batch_input_shape[1]}`;
    case 'Concatenate':
      return 'side by side';
    case 'Dense': {
      const { units, activation, use_bias: bias } = layer.config;
      return `${units} ${activation}${bias ? '' : ' without bias'}`;
    }
  }
}

function expectSame(path: string, what: string, found: readonly string[], expected: readonly string[]): void {
  if (found.join() === expected.join()) return;
  throw new InputError(
    `${path} ${what}: expected ${expected.join(', ')} by manifest.json, got ${found.join(', ')}`,
  );
}
