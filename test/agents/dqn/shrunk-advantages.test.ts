import { headNames } from '../../../src/agents/dqn/network/head-names';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import { ModelQFunction } from '../../../src/agents/dqn/model-q-function';
import { shrunkAdvantages } from '../../../src/agents/dqn/shrunk-advantages';
import type { Model } from '../../../src/agents/model';
import { Random } from '../../../src/core/random';
import { chooseBackend } from '../../../src/tensor/backend';

const actions = ['none', 'email', 'call'];
const means = [0.5, -0.75, 0.25];

const keeping = (kept: number) => ({
  means,
  kept,
  slope: { value: kept, low: null, high: null, level: 0.95 },
});

function modelOf(head: Model['head']): Model {
  const shape = { features: 4, hiddenLayers: [5, 3], head, actions: actions.length };
  const random = Random.fromSeed(7);
  return {
    ...{ head, actions, hiddenLayers: shape.hiddenLayers, features: ['a', 'b', 'c', 'd'] },
    weights: Float32Array.from({ length: networkSpec(shape).parameterCount }, () => 2 * random.uniform() - 1),
    scaling: { observationOffset: [0, 0, 0, 0], observationScale: [1, 1, 1, 1], rewardScale: 0.25 },
  };
}

const observations = Float32Array.from({ length: 20 }, (_, i) => Math.sin(i));

async function valuesOf(model: Model): Promise<number[][]> {
  const qFunction = new ModelQFunction(model);
  const values = await qFunction.qValues(observations);
  qFunction.dispose();
  return Array.from({ length: 5 }, (_, row) => Array.from(values.subarray(3 * row, 3 * row + 3)));
}

const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

beforeAll(() => chooseBackend('cpu', {}));

describe.each(headNames)('of a %s head', (head) => {
  const model = modelOf(head);

  it.each([0, 0.3, 1])('keeps the mean over actions, and %d of what sets a customer apart', async (share) => {
    const before = await valuesOf(model);
    const after = await valuesOf(shrunkAdvantages(model, keeping(share)));
    before.forEach((values, row) => {
      const mean = meanOf(values);
      values.forEach((value, action) =>
        expect(after[row]![action]).toBeCloseTo(
          mean + (1 - share) * means[action]! + share * (value - mean),
          4,
        ),
      );
    });
  });
});

it('is the model itself where all is kept', () => {
  const model = modelOf('plain');
  expect(shrunkAdvantages(model, keeping(1))).toBe(model);
});

it('does the same everywhere where nothing is kept, and changes no weights of the model that it is given', async () => {
  const model = modelOf('dueling');
  const weights = model.weights.slice();
  const after = await valuesOf(shrunkAdvantages(model, keeping(0)));
  expect(after.map((values) => values.indexOf(Math.max(...values)))).toEqual([0, 0, 0, 0, 0]);
  expect(model.weights).toEqual(weights);
});

it('refuses means of other actions', () => {
  expect(() => shrunkAdvantages(modelOf('plain'), { ...keeping(0.5), means: [1] })).toThrow(
    'means: expected 3 elements, got 1',
  );
});
