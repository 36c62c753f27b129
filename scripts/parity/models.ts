/** Models of every kind that an export has to carry, with random weights: what they decide is no matter, that all decide it alike is. */
import type { Model } from '../../src/agents/model';
import { networkSpec } from '../../src/agents/dqn/network/spec';
import type { SupportFilter } from '../../src/agents/support-filter';
import { Random } from '../../src/core/random';
import { featureNames } from '../../src/dataset/features/feature-names';
import type { FittedFeatures } from '../../src/dataset/features/fitted-features';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { parameterCount } from '../../src/stats/class-model';

export interface ParityModel {
  readonly name: string;
  readonly model: Model;
  readonly raw: RawInputs | undefined;
}

const ACTIONS = ['No Action', 'email', 'mail', 'call'] as const;

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();
const normalish = (random: Random) =>
  between(random, -1, 1) + between(random, -1, 1) + between(random, -1, 1);

/** Columns of every kind; some were lacked somewhere in the log, some nowhere. */
const columns: FittedFeatures = [
  { column: 'age', kind: 'number', origin: 41, mean: 3.5, scale: 1 / 14, missing: true },
  { column: 'balance', kind: 'number', origin: -20, mean: 180.25, scale: 1 / 900, missing: false },
  { column: 'year', kind: 'number', origin: 0, mean: 2019.4, scale: 2.5, missing: false },
  { column: 'orders', kind: 'count', origin: 1.1, mean: 0.2, scale: 1.25, missing: true },
  { column: 'last visit', kind: 'days-since', origin: 3.2, mean: -0.4, scale: 0.8, missing: true },
  { column: 'since', kind: 'date', origin: 400, mean: 31.5, scale: 1 / 320, missing: true },
  { column: 'member', kind: 'flag', missing: true },
  { column: 'consent', kind: 'flag', missing: false },
  { column: 'plan', kind: 'category', levels: ['basic', 'plus', 'Größe L'], missing: true, other: false },
  { column: 'region', kind: 'category', levels: ['east', 'north', 'west'], missing: false, other: true },
  { column: 'tier', kind: 'category', levels: ['gold', 'silver'], missing: true, other: false },
];

const schema = logSchema.parse({
  ...{ action: 'action', noAction: 'none', reward: 'profit', customer: 'customer', time: 'decided' },
  missing: ['', 'NA', '-999'],
  eligible: { email: 'may email', call: 'may call' },
  rules: [{ never: ['mail'], where: { 'no mail': true } }],
  features: {
    ...{ age: 'number', balance: 'number', year: 'number', orders: 'count', since: 'date' },
    'last visit': { kind: 'days-since', never: 9999 },
    ...{ member: 'flag', consent: 'flag', plan: 'category', region: 'category' },
    tier: { kind: 'category', levels: ['bronze', 'gold', 'silver'] },
  },
});

/** The same columns, some of earlier contacts, and a rule that asks for those. */
const lookingBack: RawInputs = {
  features: [
    ...columns.slice(0, 3),
    { column: 'earlier email', kind: 'count', origin: 0.5, mean: 0.1, scale: 1.5, missing: false },
    { column: 'earlier mail', kind: 'count', origin: 0.2, mean: 0.1, scale: 2, missing: false },
    { column: 'earlier call', kind: 'count', origin: 0.1, mean: 0, scale: 2, missing: false },
    {
      column: 'days since last contact',
      kind: 'days-since',
      origin: 2,
      mean: 0.1,
      scale: 0.9,
      missing: true,
    },
  ],
  schema: logSchema.parse({
    ...{ action: 'action', noAction: 'none', reward: 'profit', customer: 'customer', time: 'decided' },
    history: ['contacts by channel', 'days since last contact'],
    rules: [{ atMost: 2, of: ['call'], within: '30d' }],
    features: { age: 'number', balance: 'number', year: 'number' },
  }),
};

function network(
  random: Random,
  shape: Pick<Model, 'features' | 'actions' | 'hiddenLayers' | 'head'>,
): Float32Array {
  const { features, actions, hiddenLayers, head } = shape;
  const { parameterCount: count, layers } = networkSpec({
    ...{ features: features.length, actions: actions.length, hiddenLayers, head },
  });
  const weights = new Float32Array(count);
  for (const { kernel, bias, inputs, units } of layers) {
    for (let i = kernel; i < bias; i += 1) weights[i] = normalish(random) / Math.sqrt(inputs);
    for (let i = bias; i < bias + units; i += 1) weights[i] = 0.3 * normalish(random);
  }
  return weights;
}

function support(
  random: Random,
  width: number,
  kind: SupportFilter['behaviour']['kind'],
  customers: readonly number[],
): SupportFilter {
  const isShares = kind === 'shares';
  const frequent = isShares ? [1] : customers.flatMap((count, action) => (count >= 50 ? [action] : []));
  const shares = {
    frequent,
    rare: customers.map((count, action) => (frequent.includes(action) ? 0 : (count + 1) / 900)),
    weights: customers.map((_, action) => 1 + action / 8),
    rows: 800,
  };
  const temperature = 1.3;
  const size = parameterCount({ kind, width, shares });
  const parameters = Array.from({ length: size }, () => normalish(random) / Math.sqrt(width));
  return {
    behaviour: { kind, width, parameters, temperature, shares },
    scaling: {
      observationOffset: Array.from({ length: width }, () => normalish(random) / 4),
      observationScale: Array.from({ length: width }, () => between(random, 0.5, 1.5)),
    },
    isMasked: kind !== 'shares',
    ...{ leastProbability: 0.06, leastOfLikeliest: 0.15, leastCustomers: 30, customers, unit: 'customer' },
  };
}

/** A model of raw columns. */
function rawModel(
  name: string,
  more: Partial<Model>,
  filter: SupportFilter['behaviour']['kind'] | null,
  raw: RawInputs = { schema, features: columns },
): ParityModel {
  const random = Random.fromSeed(5).fork(name);
  const features = featureNames(raw.features);
  const shape = { features, actions: ACTIONS, hiddenLayers: [16, 8], head: 'plain' as const, ...more };
  const customers = more.unlogged === undefined ? [90, 80, 70, 40] : [0, 80, 70, 0];
  return {
    name,
    raw,
    model: {
      ...shape,
      weights: network(random.fork('network'), shape),
      scaling: {
        observationOffset: features.map(() => normalish(random) / 4),
        observationScale: features.map(() => between(random, 0.6, 1.4)),
        rewardScale: 0.04,
      },
      ...(filter !== null && {
        support: support(random.fork('support'), features.length, filter, customers),
      }),
    },
  };
}

/** A model of states, far from 0 and of little variation, which takes the digits of single precision. */
function stateModel(name: string, more: Partial<Model>): ParityModel {
  const random = Random.fromSeed(6).fork(name);
  const features = ['active', 'idle', 'year'];
  const shape = { features, actions: ACTIONS, hiddenLayers: [12], head: 'plain' as const, ...more };
  const scaling = {
    ...{ observationOffset: [1500.3, 1200.7, 2019.123456], observationScale: [1 / 400, 1 / 250, 1.7] },
    rewardScale: 1 / 3000,
  };
  return {
    name,
    raw: undefined,
    model: { ...shape, weights: network(random.fork('network'), shape), scaling },
  };
}

export function parityModels(): readonly ParityModel[] {
  const unlogged = { noActionReward: 1.25, startsFrom: [{ action: 3, from: 1 }] };
  return [
    rawModel('raw columns', { charges: [0, 0.2, 1.5, 4] }, 'logistic'),
    rawModel('two streams', { head: 'dueling', unlogged }, 'network'),
    rawModel('shares', { hiddenLayers: [] }, 'shares'),
    rawModel('no filter', { head: 'dueling', hiddenLayers: [8], charges: [0, 0.1, 0.1, 0.3] }, null),
    rawModel('looking back', {}, 'logistic', lookingBack),
    stateModel('states', {}),
    stateModel('states in two streams', { head: 'dueling', hiddenLayers: [12, 6] }),
    stateModel('states in two networks', { head: 'separate', hiddenLayers: [12, 6] }),
  ];
}
