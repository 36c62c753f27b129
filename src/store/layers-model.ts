/**
 * A Q-network in the TensorFlow.js layers format: a Sequential of Dense layers, as `tf.loadLayersModel` reads it in a
 * browser or in Node. It takes scaled observations and gives scaled Q-values; the scaling is in manifest.json.
 */
import { z } from 'zod';
import { InputError, parseInput } from '../core/errors';
import type { DqnModel } from '../agents/model';

export const WEIGHTS_FILE = 'weights.bin';

/** What decides the layers of a network; of a model or of its manifest. */
export type NetworkShape = Pick<DqnModel, 'features' | 'hiddenLayers' | 'actions'>;

export interface DenseLayer {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  readonly activation: 'relu' | 'linear';
}

/** The layers from observation to Q-values. */
export function denseLayers({ features, hiddenLayers, actions }: NetworkShape): readonly DenseLayer[] {
  const hidden = hiddenLayers.map((units, index): DenseLayer => ({
    name: `hidden_${index + 1}`,
    inputs: hiddenLayers[index - 1] ?? features.length,
    units,
    activation: 'relu',
  }));
  const inputs = hiddenLayers.at(-1) ?? features.length;
  return [...hidden, { name: 'q_values', inputs, units: actions.length, activation: 'linear' }];
}

/** Kernels and biases of all layers together. */
export function parameterCount(layers: readonly DenseLayer[]): number {
  return layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
}

const denseSchema = z.object({
  class_name: z.literal('Dense'),
  config: z.object({
    units: z.int().positive(),
    activation: z.enum(['relu', 'linear']),
    use_bias: z.literal(true),
    batch_input_shape: z.tuple([z.null(), z.int().positive()]).optional(),
  }),
});
const modelJsonSchema = z.object({
  format: z.literal('layers-model'),
  modelTopology: z.object({
    class_name: z.literal('Sequential'),
    config: z.object({ layers: z.array(denseSchema).min(1) }),
  }),
  weightsManifest: z.tuple([
    z.object({
      paths: z.tuple([z.literal(WEIGHTS_FILE)]),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.literal('float32') })),
    }),
  ]),
});
export type ModelJson = z.infer<typeof modelJsonSchema>;

/** @throws InputError naming `path` if the value is not a Sequential of Dense layers with its weights in weights.bin */
export function parseModelJson(path: string, value: unknown): ModelJson {
  return parseInput(path, modelJsonSchema, value);
}

/** @throws InputError naming `path` if the network is not the one that the manifest speaks of */
export function expectNetwork(path: string, model: ModelJson, shape: NetworkShape): void {
  const expected = denseLayers(shape);
  expectSame(path, 'layers', foundLayers(model), expected.map(describeLayer));
  expectSame(
    path,
    'weights',
    model.weightsManifest[0].weights.map(({ name, shape }) => `${name} [${shape.join(', ')}]`),
    expected.flatMap(({ name, inputs, units }) => [
      `${name}/kernel [${inputs}, ${units}]`,
      `${name}/bias [${units}]`,
    ]),
  );
}

function foundLayers(model: ModelJson): readonly string[] {
  const layers = model.modelTopology.config.layers.map(({ config }) => config);
  return layers.map(({ units, activation, batch_input_shape: input }, index) =>
    describeLayer({ inputs: input?.[1] ?? layers[index - 1]?.units ?? 0, units, activation }),
  );
}

function describeLayer({ inputs, units, activation }: Omit<DenseLayer, 'name'>): string {
  return `${inputs} to ${units} ${activation}`;
}

function expectSame(path: string, what: string, found: readonly string[], expected: readonly string[]): void {
  if (found.join() === expected.join()) return;
  throw new InputError(
    `${path} ${what}: expected ${expected.join(', ')} by manifest.json, got ${found.join(', ')}`,
  );
}
