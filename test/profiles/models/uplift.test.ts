import { InputError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { tableOf } from '../../../src/profiles/models/feature-table';
import { effectsOf } from '../../../src/profiles/models/uplift/meta-learners';
import {
  applyResponse,
  applyUplift,
  fitUplift,
  upliftModelSchema,
  upliftSettingsSchema,
} from '../../../src/profiles/models/uplift/uplift';

const random = Random.fromSeed(2);
const actionNames = ['none', 'mail', 'call'];

/** Without noise: outcome 1 + x, a mail adds 2 - x, a call 3x. */
const rows = Array.from({ length: 90 }, (_, i) => [Math.sin(i), Math.cos(i)]);
const exact = {
  actionNames,
  actions: Int32Array.from(rows, (_, i) => i % 3),
  outcomes: Float64Array.from(rows, ([x], i) => 1 + x! + [0, 2 - x!, 3 * x!][i % 3]!),
};
const table = tableOf(['x', 'z'], rows);

it.each(['t', 'x'] as const)('finds effects that are linear by the %s-learner', (learner) => {
  const settings = upliftSettingsSchema.parse({ learner, method: 'linear', models: { ridge: 1e-9 } });
  const effects = applyUplift(
    fitUplift(table, exact, settings, random),
    tableOf(
      ['x', 'z'],
      [
        [0.5, 9],
        [-1, 0],
      ],
    ),
  );
  [1.5, 1.5, 3, -3].forEach((effect, at) => expect(effects[at]).toBeCloseTo(effect, 6));
});

it('refuses a feature that is the outcome by its name', () => {
  const leaking = (outcomes: Float64Array) =>
    tableOf(
      ['x', 'came'],
      rows.map(([x], i) => [x!, outcomes[i]!]),
    );
  const fit = (outcomes: Float64Array) =>
    fitUplift(
      leaking(outcomes),
      { ...exact, outcomes },
      upliftSettingsSchema.parse({ method: 'linear' }),
      random,
    );
  expect(() => fit(Float64Array.from(rows, ([x]) => (x! > 0 ? 1 : 0)))).toThrow(
    new InputError(
      'feature "x": expected what was known before the label, got one that tells the labels apart without one mistake',
    ),
  );
  const labels = Float64Array.from(rows, ([, z], i) => (z! > 0 === i % 7 < 4 ? 1 : 0));
  expect(() => fit(labels)).toThrow(
    new InputError('feature "came": expected what was known before the label, got one that equals the label'),
  );
  expect(() => fit(exact.outcomes)).toThrow(
    new InputError('feature "came": expected what was known before the period, got the outcome itself'),
  );
  // Nobody responded: nothing can be told.
  expect(() => fit(new Float64Array(rows.length))).not.toThrow();
});

/** Responses of chance .2, with a mail .5 where x > 0, with a call .1 more everywhere. */
function responses(count: number, seed: number) {
  const draw = Random.fromSeed(seed);
  const features = Array.from({ length: count }, () => [draw.uniform() * 2 - 1, draw.uniform()]);
  const actions = Int32Array.from(features, () => draw.integer(3));
  const outcomes = Float64Array.from(features, ([x], row) =>
    draw.uniform() < 0.2 + [0, x! > 0 ? 0.3 : 0, 0.1][actions[row]!]! ? 1 : 0,
  );
  return { table: tableOf(['x', 'z'], features), trial: { actionNames, actions, outcomes } };
}

describe.each(['t', 'x'] as const)('the %s-learner', (learner) => {
  it.each(['logistic', 'svm', 'forest'] as const)(
    'finds whom a mail helps by %s, after JSON too',
    (method) => {
      const { table: own, trial } = responses(3000, 1);
      const settings = upliftSettingsSchema.parse({
        learner,
        method,
        models: { forestTrees: 20, forestDepth: 4, forestLeastRows: 50 },
      });
      const model = fitUplift(own, trial, settings, random);
      const read = upliftModelSchema.parse(JSON.parse(JSON.stringify(model)));
      const asked = tableOf(
        ['x', 'z'],
        [
          [0.7, 0.5],
          [-0.7, 0.5],
        ],
      );
      const effects = applyUplift(read, asked);
      expect(effects).toEqual(applyUplift(model, asked));
      const [mailHigh, callHigh, mailLow, callLow] = effects as unknown as number[];
      expect(mailHigh! - mailLow!).toBeGreaterThan(0.15);
      expect(Math.abs(mailHigh! - 0.3)).toBeLessThan(0.12);
      expect(Math.abs((callHigh! + callLow!) / 2 - 0.1)).toBeLessThan(0.06);
    },
  );
});

it.each(['t', 'x'] as const)('tells the response by each action too, by the %s-learner', (learner) => {
  const settings = upliftSettingsSchema.parse({ learner, method: 'linear', models: { ridge: 1e-9 } });
  const model = fitUplift(table, exact, settings, random);
  const responses = applyResponse(model, tableOf(['x', 'z'], [[0.5, 9]]));
  [1.5, 3, 3].forEach((response, action) => expect(responses[action]).toBeCloseTo(response, 6));
});

it('weighs what the treated show by the share of the others, worked by hand', () => {
  const always = (effect: number) => ({ kind: 'linear' as const, coefficients: [0, effect] });
  const treatment = { ofTreated: always(4), ofOthers: always(1), share: 0.25 };
  const effects = effectsOf(
    { kind: 'x', arms: [always(0), always(0)], treatments: [treatment] },
    Float64Array.of(7, 8),
    1,
  );
  expect([...effects]).toEqual([0.75 * 4 + 0.25, 0.75 * 4 + 0.25]);
});

it('knows the share that was treated', () => {
  const actions = Int32Array.from(rows, (_, i) => (i < 30 ? 1 : 0));
  const trial = { actionNames: ['none', 'mail'], actions, outcomes: exact.outcomes };
  const settings = upliftSettingsSchema.parse({ learner: 'x', method: 'linear' });
  const { effects } = fitUplift(table, trial, settings, random);
  expect(effects).toMatchObject({ kind: 'x', treatments: [{ share: expect.closeTo(1 / 3, 12) }] });
});

it('names what cannot be learned from', () => {
  const settings = upliftSettingsSchema.parse({});
  const fit = (trial: Partial<typeof exact>) => fitUplift(table, { ...exact, ...trial }, settings, random);
  expect(() => fit({})).toThrow(/^outcome: expected 0 or 1 for logistic, got /);
  expect(() => fit({ actions: exact.actions.map((action) => (action === 2 ? 3 : action)) })).toThrow(
    new InputError('actions: expected 0 to 2, got 3'),
  );
  expect(() =>
    fit({ actions: exact.actions.map((action, i) => (action === 2 && i > 30 ? 0 : action)) }),
  ).toThrow(new InputError('action "call": expected at least 20 customers, got 10'));
  expect(() => fit({ actionNames: ['none'] })).toThrow(
    'expected no contact and at least one treatment, got "none"',
  );
});
