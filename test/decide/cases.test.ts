/** Example rows of a saved model: they show every refusal, and a model that decides otherwise is refused. */
import * as tf from '@tensorflow/tfjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import { identityScaling } from '../../src/agents/scaling';
import { Random } from '../../src/core/random';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { featureNames } from '../../src/dataset/features/fitted-features';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { makeCases, replayCases } from '../../src/decide/cases';
import { loadModel, saveModel, type ModelDetails } from '../../src/store/model-store';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();
beforeAll(() => tf.setBackend('cpu'));

const numeric = { origin: 1, mean: 2, scale: 0.5, missing: true } as const;
const RAW: RawInputs = {
  schema: logSchema.parse({
    ...{ customer: 'id', time: 'day', action: 'channel', reward: 'margin', noAction: 'none', window: '3d' },
    features: {
      age: 'number',
      plan: 'category',
      vip: 'flag',
      joined: 'date',
      orders: 'count',
      sale: 'days-since',
    },
    history: ['contacts by channel', 'earlier reward'],
    eligible: { call: 'may_call' },
    rules: [
      { atMost: 1, of: ['mail', 'call'], within: '14d' },
      { notAfter: 'call', action: 'call', within: '30d' },
      { never: ['mail', 'call'], where: { opt_out: true } },
    ],
  }),
  features: [
    { ...numeric, column: 'age', kind: 'number' },
    { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: true, other: true },
    { column: 'vip', kind: 'flag', missing: false },
    { ...numeric, column: 'joined', kind: 'date' },
    { ...numeric, column: 'orders', kind: 'count' },
    { ...numeric, column: 'sale', kind: 'days-since' },
    { ...numeric, column: 'earlier mail', kind: 'count', missing: false },
    { ...numeric, column: 'earlier call', kind: 'count', missing: false },
    { ...numeric, column: 'earlier reward', kind: 'number', missing: false },
  ],
};
const features = featureNames(RAW.features);
const random = Random.fromSeed(5);
const MODEL: Model = {
  ...{ features, actions: ['No Action', 'mail', 'call'], hiddenLayers: [4], head: 'plain' },
  scaling: identityScaling(features.length),
  weights: Float32Array.from({ length: (features.length + 1) * 4 + 5 * 3 }, () => random.uniform() - 0.5),
};
const DETAILS: ModelDetails = {
  ...{ version: '0.1.0', createdAt: '2026-01-02T03:04:05.000Z', configHash: 'c0ffee', dataHash: 'da7a' },
  ...{ environment: null, gamma: 0.9, seed: 0, raw: RAW, costs: [0, 0.5, 4] },
  training: { environmentSteps: 1, gradientUpdates: 1 },
  verdict: { decision: 'better', guaranteed: null, reasons: [] },
};

const asked = (model: Model, raw: RawInputs | undefined = RAW) => ({
  ...{ model, raw, qFunction: new ModelQFunction(model) },
});

it('has fifty rows with a past and fifty without, and every refusal there is', async () => {
  const { cases, actions } = await makeCases(asked(MODEL), Random.fromSeed(1));
  expect(actions).toEqual(MODEL.actions);
  expect(cases.filter(({ history }) => history !== null).length).toBeGreaterThanOrEqual(50);
  expect(cases.filter(({ history }) => history === null).length).toBeGreaterThanOrEqual(50);
  const refusals = new Set(
    cases.flatMap(({ barred }) => Object.entries(barred).map(([name, reason]) => `${name}: ${reason}`)),
  );
  const [cap, cool] = ['at most 1 of mail, call within 14d', 'no call after call within 30d'];
  expect([...refusals].sort()).toEqual(
    [
      ...[`call: ${cap}`, `mail: ${cap}`, `call: ${cool}`, 'call: not eligible by may_call'],
      ...[`call: earlier contacts are not known: ${cap}`, `mail: earlier contacts are not known: ${cap}`],
      ...['call', 'mail'].map((name) => `${name}: never mail, call where opt_out is true`),
    ].sort(),
  );
  for (const { allowed, barred, action } of cases) {
    expect(allowed[actions.indexOf(action)]).toBe(1);
    expect(allowed.map((may, i) => (may === 1 ? [] : [actions[i]])).flat()).toEqual(Object.keys(barred));
  }
});

it('is the same for the same seed, and no other for having been written and read', async () => {
  const folder = freshFolder();
  const cases = await makeCases(asked(MODEL), Random.fromSeed(1));
  expect(await makeCases(asked(MODEL), Random.fromSeed(1))).toEqual(cases);
  await saveModel(folder, MODEL, DETAILS, cases);
  const loaded = await loadModel(folder);
  expect(loaded.cases).toEqual(cases);
  expect(loaded.manifest).toMatchObject({ costs: [0, 0.5, 4], verdict: { decision: 'better' } });
  await replayCases(asked(loaded.model, loaded.manifest.raw), loaded.cases!, loaded.casesFile);
});

it('refuses cases that were changed since they were written', async () => {
  const folder = freshFolder();
  await saveModel(folder, MODEL, DETAILS, await makeCases(asked(MODEL), Random.fromSeed(1)));
  const file = join(folder, 'model/cases.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"action":"mail"', '"action":"call"'));
  await expect(loadModel(folder)).rejects.toThrow(`${file}: damaged: expected sha-256`);
});

/** Another weight, level, offset, rule: each must be seen. */
const changed: readonly (readonly [string, Model, RawInputs])[] = [
  [
    'a weight',
    { ...MODEL, weights: MODEL.weights.map((weight, i) => (i === 2 ? weight + 0.01 : weight)) },
    RAW,
  ],
  [
    'an offset',
    {
      ...MODEL,
      scaling: { ...MODEL.scaling, observationOffset: features.map((_, i) => (i === 0 ? 0.01 : 0)) },
    },
    RAW,
  ],
  ['the scale of rewards', { ...MODEL, scaling: { ...MODEL.scaling, rewardScale: 1.001 } }, RAW],
  [
    'a level',
    MODEL,
    {
      ...RAW,
      features: RAW.features.map((one) => (one.kind === 'category' ? { ...one, levels: ['B', 'A'] } : one)),
    },
  ],
  [
    'a mean',
    MODEL,
    {
      ...RAW,
      features: RAW.features.map((one) =>
        one.column === 'orders' && one.kind === 'count' ? { ...one, mean: 2.001 } : one,
      ),
    },
  ],
  ['a rule', MODEL, { ...RAW, schema: { ...RAW.schema, rules: RAW.schema.rules!.slice(1) } }],
];

it.each(changed)('refuses a model with another %s', async (_name, model, raw) => {
  const cases = await makeCases(asked(MODEL), Random.fromSeed(1));
  await expect(replayCases(asked(model, raw), cases, 'cases.json')).rejects.toThrow(
    /^cases\.json cases\.\d+: expected .*: this program decides otherwise than the one that saved the model$/,
  );
});

it('draws states of a model that takes no raw columns', async () => {
  const plain: Model = {
    ...{ features: ['x', 'y'], actions: ['No Action', 'mail'], hiddenLayers: [], head: 'plain' },
    scaling: { observationOffset: [0, 7], observationScale: [0.001, 2], rewardScale: 1 },
    weights: Float32Array.of(1, 2, 3, 4, 5, 6),
  };
  const of = { model: plain, raw: undefined, qFunction: new ModelQFunction(plain) };
  const { cases } = await makeCases(of, Random.fromSeed(1));
  expect(cases).toHaveLength(50);
  expect(cases.every(({ state }) => state![0]! >= 0)).toBe(true);
  expect(new Set(cases.map(({ state }) => Math.sign(state![1]! - 7)))).toEqual(new Set([1, -1]));
  await replayCases(of, { schemaVersion: 1, about: '', actions: plain.actions, cases }, 'cases.json');
});
