/** The ONNX file, run by an interpreter that knows the specification and nothing of ours, against the product. */
import { answered, randomQuestions, type Question } from '../../../scripts/parity/answers';
import { differences } from '../../../scripts/parity/differences';
import { feedsOf, type Feed } from '../../../scripts/parity/feeds';
import { parityModels, type ParityModel } from '../../../scripts/parity/models';
import { ModelQFunction } from '../../../src/agents/dqn/model-q-function';
import { InputError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { makeCases } from '../../../src/decide/cases';
import { decisionGraph } from '../../../src/export/graph/decision-graph';
import { onnxModel } from '../../../src/export/onnx/onnx-model';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { useBackend } from '../../support/backends';
import { readOnnx, runOnnx, type OnnxTensor } from '../../support/onnx-interpreter';

useBackend(wasmLoader);

const ELEMENT = { float32: 1, int64: 7, string: 8, bool: 9, float64: 11 } as const;

const tensorOf = ({ type, dims, values }: Feed): OnnxTensor => ({
  ...{ type: ELEMENT[type], dims },
  data: type === 'string' ? (values as string[]) : Float64Array.from(values as Float64Array),
});

interface Outputs {
  readonly action: Float64Array;
  readonly q_values: Float64Array;
  readonly supported: Float64Array;
}

function run(
  one: ParityModel,
  questions: readonly Question[],
  bytes = onnxModel(one.model, one.raw, ''),
): Outputs {
  const feeds = feedsOf(decisionGraph(one.model, one.raw), one, questions);
  const tensors = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensorOf(feed)]));
  const outputs = runOnnx(readOnnx(bytes), tensors);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, data]),
  ) as unknown as Outputs;
}

function differing(one: ParityModel, questions: readonly Question[], bytes?: Uint8Array): readonly string[] {
  const { action, q_values: values } = run(one, questions, bytes);
  const width = one.model.actions.length;
  return differences(questions, (i) =>
    action[i] === -1 ? null : { action: action[i]!, qValues: values.subarray(i * width, (i + 1) * width) },
  );
}

const questionsOf = (one: ParityModel, count: number) => randomQuestions(one, count, Random.fromSeed(21));

it.each(parityModels())('$name: decides as the product does', async (one) => {
  const questions = await questionsOf(one, one.name === 'raw columns' ? 10_000 : 1000);
  expect(differing(one, questions)).toEqual([]);
  // It is no wonder where all are refused, or one action is always taken.
  const answers = questions.flatMap(({ answer }) => answer ?? []);
  expect(answers.length).toBeGreaterThan(0.9 * questions.length);
  expect(new Set(answers.map(({ action }) => action)).size).toBeGreaterThan(1);
});

it.each(parityModels())('$name: says which actions may be taken', async (one) => {
  const questions = await questionsOf(one, 500);
  const { supported } = run(one, questions);
  const width = one.model.actions.length;
  const nothing = new Uint8Array(width);
  questions.forEach(({ answer }, i) =>
    expect(Array.from(supported.subarray(i * width, (i + 1) * width))).toEqual(
      Array.from(answer?.supported ?? nothing),
    ),
  );
});

/** A customer of whom all is known and usual. */
const usual = {
  ...{ age: 41, balance: 200, year: 2020, orders: 3, 'last visit': 12, since: '2025-01-15', member: true },
  ...{ consent: false, plan: 'plus', region: 'north', tier: 'gold', decided: '2026-01-20' },
  ...{ 'may email': true, 'may call': true, 'no mail': false },
};

const unusual: readonly (readonly [object, 'refused' | 'decided'])[] = [
  [{}, 'decided'],
  [
    { age: null, orders: null, 'last visit': null, since: null, member: null, plan: null, tier: null },
    'decided',
  ],
  // Words and numbers that the schema takes for missing, or for never.
  [{ age: -999, plan: 'NA', 'last visit': 9999 }, 'decided'],
  [{ plan: 'never seen', region: 'never seen' }, 'decided'],
  [{ orders: 0, 'last visit': 0.25 }, 'decided'],
  [{ balance: null }, 'refused'],
  [{ balance: -999 }, 'refused'],
  [{ balance: 3.5e38 }, 'refused'],
  [{ year: 3.4e38 }, 'refused'],
  [{ orders: -1 }, 'refused'],
  [{ orders: 2.5 }, 'refused'],
  [{ 'last visit': -0.1 }, 'refused'],
  [{ consent: null }, 'refused'],
  [{ region: null }, 'refused'],
  [{ region: 'NA' }, 'refused'],
  [{ tier: 'iron' }, 'refused'],
  [{ decided: null }, 'refused'],
];

it.each(unusual)('a row with %j is %s', async (change, expected) => {
  const [one] = parityModels() as [ParityModel];
  const questions = await answered(one, [{ ...usual, ...change }], Random.fromSeed(1));
  expect(questions[0]!.answer === null ? 'refused' : 'decided').toBe(expected);
  expect(differing(one, questions)).toEqual([]);
});

it('decides the example rows that a model is saved with', async () => {
  const [one] = parityModels() as [ParityModel];
  const { model, raw } = one;
  const qFunction = new ModelQFunction(model);
  const { cases } = (await makeCases({ model, raw, qFunction, tolerance: 1e-5 }, Random.fromSeed(8)))!;
  expect(cases.length).toBeGreaterThan(49);
  const questions = await answered(
    one,
    cases.map(({ columns }) => columns!),
    Random.fromSeed(8),
  );
  expect(questions.map(({ allowed }) => Array.from(allowed))).toEqual(cases.map(({ allowed }) => allowed));
  const { action, q_values: values } = run(one, questions);
  const width = model.actions.length;
  cases.forEach(({ qValues, action: expected }, i) => {
    expect(model.actions[action[i]!]).toBe(expected);
    const largest = Math.max(1, ...qValues.map(Math.abs));
    qValues.forEach((value, at) =>
      expect(Math.abs(value - values[i * width + at]!)).toBeLessThanOrEqual(1e-5 * largest),
    );
  });
});

/** The model with something changed, as a file that was damaged or made of another model would have it. */
const mutations: readonly (readonly [string, (one: ParityModel) => ParityModel])[] = [
  ['one weight', ({ model, ...one }) => ({ ...one, model: { ...model, weights: model.weights.map((w, i) => (i === 40 ? w + 0.02 : w)) } })],
  ['one offset', ({ model, ...one }) => {
    const { scaling } = model;
    const observationOffset = scaling.observationOffset.map((value, i) => (i === 2 ? value + 0.02 : value));
    return { ...one, model: { ...model, scaling: { ...scaling, observationOffset } } };
  }],
  ['one level', ({ raw, ...one }) => {
    const features = raw!.features.map((fitted) =>
      fitted.kind === 'category' && fitted.column === 'region' ? { ...fitted, levels: ['east', 'north', 'south'] } : fitted,
    );
    return { ...one, raw: { ...raw!, features } };
  }],
  ['one charge', ({ model, ...one }) => ({ ...one, model: { ...model, charges: [0, 9, 1.5, 4] } })],
]; // prettier-ignore

it.each(mutations)('is seen to be wrong where %s is another', async (_what, mutate) => {
  const [one] = parityModels() as [ParityModel];
  const questions = await questionsOf(one, 500);
  const { model, raw } = mutate(one);
  expect(differing(one, questions, onnxModel(model, raw, '')).length).toBeGreaterThan(0);
});

it('decides none, one or many rows', async () => {
  const [one] = parityModels() as [ParityModel];
  const questions = await questionsOf(one, 3);
  expect(run(one, []).action).toEqual(new Float64Array(0));
  const together = run(one, questions);
  questions.forEach((question, i) => expect(run(one, [question]).action[0]).toBe(together.action[i]));
});

it('refuses a column that is called as its own output', () => {
  const [one] = parityModels() as [ParityModel];
  const features = [{ ...one.raw!.features[0]!, column: 'action' }, ...one.raw!.features.slice(1)];
  const given = () => onnxModel(one.model, { ...one.raw!, features }, '');
  expect(given).toThrow(InputError);
  expect(given).toThrow('action: expected a column of another name');
});
