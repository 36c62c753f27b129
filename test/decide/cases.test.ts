/** Example rows of a saved model: they show every refusal, and a model that decides otherwise is refused. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import { identityScaling } from '../../src/agents/scaling';
import { once } from '../../src/core/once';
import { Random } from '../../src/core/random';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { featureNames } from '../../src/dataset/features/feature-names';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { makeCases, replayCases, toleranceOn } from '../../src/decide/cases';
import type { QFunction } from '../../src/policies/policy';
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
  ...{ model, raw, qFunction: new ModelQFunction(model), tolerance: 1e-5 },
});

/** Made once: it takes as long as all else here. */
const casesOfModel = once(async () => (await makeCases(asked(MODEL), Random.fromSeed(1)))!);

it('has fifty rows with a past and fifty without, and every refusal there is', async () => {
  const { cases, actions } = await casesOfModel();
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
  const cases = await casesOfModel();
  expect(await makeCases(asked(MODEL), Random.fromSeed(1))).toEqual(cases);
  await saveModel(folder, MODEL, DETAILS, cases);
  const loaded = await loadModel(folder);
  expect(loaded.cases).toEqual(cases);
  expect(loaded.manifest).toMatchObject({ costs: [0, 0.5, 4], verdict: { decision: 'better' } });
  await replayCases(asked(loaded.model, loaded.manifest.raw), loaded.cases!, loaded.casesFile);
});

it('refuses cases that were changed since they were written', async () => {
  const folder = freshFolder();
  await saveModel(folder, MODEL, DETAILS, await casesOfModel());
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
  const cases = await casesOfModel();
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
  const of = { model: plain, raw: undefined, qFunction: new ModelQFunction(plain), tolerance: 1e-5 };
  const made = (await makeCases(of, Random.fromSeed(1)))!;
  const { cases } = made;
  expect(cases).toHaveLength(50);
  expect(cases.every(({ state }) => state![0]! >= 0)).toBe(true);
  expect(new Set(cases.map(({ state }) => Math.sign(state![1]! - 7)))).toEqual(new Set([1, -1]));
  await replayCases(of, made, 'cases.json');
});

/** A column that is a feature and asked by a rule, in every pair of kinds that may meet. */
const twoMeanings = fc.record({
  kind: fc.constantFrom('number', 'count', 'days-since', 'flag', 'category', 'date'),
  asked: fc.constantFrom<boolean | number | string>(true, false, 0, 1, 7, 'A', 'yes', 'gone'),
  levels: fc.constantFrom(undefined, ['A', 'yes'], ['yes', 'no']),
  never: fc.constantFrom(undefined, 0, -1),
  missing: fc.constantFrom<string[]>([''], ['', '0'], ['NA']),
  lacks: fc.boolean(),
  seed: fc.nat(1000),
});

it('makes rows of columns with two meanings, or none, but never fails', async () => {
  await fc.assert(
    fc.asyncProperty(twoMeanings, async ({ kind, asked: said, levels, never, missing, lacks, seed }) => {
      const spec = {
        kind,
        ...(kind === 'category' && levels !== undefined && { levels }),
        ...(kind === 'days-since' && never !== undefined && { never }),
      };
      const isNumeric = kind !== 'flag' && kind !== 'category';
      const raw: RawInputs = {
        schema: logSchema.parse({
          ...{ customer: 'id', time: 'day', action: 'channel', reward: 'margin', missing },
          features: { both: spec },
          rules: [{ never: 'mail', where: { both: said } }],
        }),
        features: [
          isNumeric
            ? { ...numeric, column: 'both', kind, missing: lacks }
            : kind === 'flag'
              ? { column: 'both', kind, missing: lacks }
              : { column: 'both', kind: 'category', levels: levels ?? ['A'], missing: lacks, other: false },
        ],
      };
      const names = featureNames(raw.features);
      const model: Model = {
        ...{ features: names, actions: ['No Action', 'mail'], hiddenLayers: [], head: 'plain' },
        scaling: identityScaling(names.length),
        weights: new Float32Array((names.length + 1) * 2).fill(0.5),
      };
      const made = await makeCases(asked(model, raw), Random.fromSeed(seed));
      if (made !== null) await replayCases(asked(model, raw), made, 'cases.json');
      // Where yes and no are asked of a number or a name, there are values that are both.
      if (typeof said === 'boolean' && (kind === 'number' || kind === 'flag') && !missing.includes('0'))
        expect(made!.cases.length).toBeGreaterThan(0);
    }),
    { numRuns: 12 },
  );
});

it('takes values of a GPU, which rounds products to ten bits, for the same', async () => {
  const made = await casesOfModel();
  const exact = new ModelQFunction(MODEL);
  const coarse: QFunction = {
    qValues: async (observations) =>
      (await exact.qValues(observations)).map((value, i) => value * (1 + (i % 2 === 0 ? 1 : -1) * 2 ** -11)),
  };
  const of = { model: MODEL, raw: RAW, qFunction: coarse };
  await replayCases({ ...of, tolerance: toleranceOn({ gpu: true }) }, made, 'cases.json');
  await expect(
    replayCases({ ...of, tolerance: toleranceOn({ gpu: false }) }, made, 'cases.json'),
  ).rejects.toThrow('decides otherwise');
  // And the other way round: what a GPU saved says so, and is taken elsewhere.
  const gpuMade = (await makeCases({ ...of, tolerance: toleranceOn({ gpu: true }) }, Random.fromSeed(1)))!;
  await replayCases(asked(MODEL), gpuMade, 'cases.json');
});
