import { InputError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { areaUnderCurve } from '../../../src/profiles/judge/auc';
import {
  applyChurn,
  churnModelSchema,
  churnSettingsSchema,
  fitChurn,
} from '../../../src/profiles/models/churn/churn';
import { expectNoImage } from '../../../src/profiles/models/leaks';
import { applyRecencyRule, fitRecencyRule } from '../../../src/profiles/models/churn/recency-rule';
import { tableOf, type FeatureTable } from '../../../src/profiles/models/feature-table';

const random = Random.fromSeed(3);

/** Lost with a probability that rises with recency, and falls with visits; a third feature says nothing. */
function drawn(rows: number, seed: number): { table: FeatureTable; target: Float64Array } {
  const draw = Random.fromSeed(seed);
  const features = Array.from({ length: rows }, () => [
    draw.uniform() * 100,
    draw.integer(6),
    draw.uniform(),
  ]);
  const target = Float64Array.from(features, ([recency, visits]) =>
    draw.uniform() < 1 / (1 + Math.exp(2 - recency! / 25 + visits!)) ? 1 : 0,
  );
  return { table: tableOf(['recency', 'visits', 'noise'], features), target };
}

const fitted = drawn(600, 1);
const judged = drawn(600, 2);

it.each(['logistic', 'tree', 'forest'] as const)('knows later customers by %s, after JSON too', (method) => {
  const settings = churnSettingsSchema.parse({ method, learner: { forestTrees: 25 } });
  const model = fitChurn(fitted.table, fitted.target, settings, random);
  const read = churnModelSchema.parse(JSON.parse(JSON.stringify(model)));
  const probabilities = applyChurn(read, judged.table);
  expect(probabilities).toEqual(applyChurn(model, judged.table));
  expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
  const rule = applyRecencyRule(fitRecencyRule(fitted.table, fitted.target, 'recency'), judged.table);
  expect(areaUnderCurve(probabilities, judged.target)).toBeGreaterThan(
    areaUnderCurve(rule, judged.target) + 0.03,
  );
});

/** The same table with one feature more. */
function withFeature({ names, rows, values }: FeatureTable, name: string, own: Float64Array): FeatureTable {
  const width = names.length;
  const lines = Array.from({ length: rows }, (_, row) => [
    ...values.slice(row * width, (row + 1) * width),
    own[row]!,
  ]);
  return tableOf([...names, name], lines);
}

const { table, target } = fitted;
const missing = (label: number) => target.map((one, row) => (one === label ? NaN : row % 7));
const leaks: readonly (readonly [string, Float64Array, string])[] = [
  ['the label', target, 'equals the label'],
  ['its opposite', target.map((label) => 1 - label), 'is the label turned round'],
  ['a gap where it is 1', missing(1), 'is missing in exactly the rows of label 1'],
  ['a gap where it is 0', missing(0), 'is missing in exactly the rows of label 0'],
  [
    'days above any other',
    target.map((label, row) => label * 1000 + row),
    'tells the labels apart without one mistake',
  ],
  [
    'a code of it',
    target.map(
      (label, row) =>
        [
          [3, 9],
          [5, 12],
        ][label]![row % 2]!,
    ),
    'tells the labels apart without one mistake',
  ],
  [
    'its image with gaps',
    target.map((label, row) => (row % 3 === 0 ? NaN : label)),
    'tells the labels apart without one mistake',
  ],
];

it.each(leaks)('refuses %s by name', (_, own, what) => {
  const settings = churnSettingsSchema.parse({});
  expect(() => fitChurn(withFeature(table, 'closedAccounts', own), target, settings, random)).toThrow(
    new InputError(
      `feature "closedAccounts": expected what was known before the label, got one that ${what}`,
    ),
  );
});

it('takes no number of its own, nor a coincidence, for a leak', () => {
  const numbered = withFeature(
    table,
    'id',
    Float64Array.from(target, (_, row) => row),
  );
  expect(() => expectNoImage(numbered, target)).not.toThrow();
  // Five rows in the right order: 1 chance in 5.
  expect(() =>
    expectNoImage(tableOf(['a'], [[1], [2], [3], [4], [5]]), Float64Array.of(0, 0, 0, 0, 1)),
  ).not.toThrow();
  const oneMistake = target.map((label, row) => (row === 5 ? 1 - label : label));
  expect(() => expectNoImage(withFeature(table, 'nearly', oneMistake), target)).not.toThrow();
});

it('needs both labels', () => {
  const settings = churnSettingsSchema.parse({});
  const same = new Float64Array(table.rows);
  expect(() => fitChurn(table, same, settings, random)).toThrow(
    new InputError('churn: expected rows of both 0 and 1, got 0 of 1 among 600'),
  );
  same[0] = 0.5;
  expect(() => fitChurn(table, same, settings, random)).toThrow('churn: expected 0 or 1, got 0.5');
});

it('gives the recency rule shares of tenths, worked by hand', () => {
  // Twenty rows 1..20, two a bin; lost are 19, 20 and 1.
  const rows = Array.from({ length: 20 }, (_, row) => [row + 1]);
  const lost = Float64Array.from(rows, ([day]) => (day! >= 19 || day === 1 ? 1 : 0));
  const rule = fitRecencyRule(tableOf(['recency'], rows), lost, 'recency');
  expect(rule).toEqual({
    ...{ feature: 'recency', cuts: [2, 4, 6, 8, 10, 12, 14, 16, 18], unknown: 0.15 },
    shares: [0.5, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  });
  const asked = tableOf(['recency'], [[2], [2.5], [99], [NaN]]);
  expect([...applyRecencyRule(rule, asked)]).toEqual([0.5, 0, 1, 0.15]);
});

it('gives the recency rule no empty bins', () => {
  const rows = tableOf(['recency'], [[1], [1], [1], [1], [7]]);
  const { cuts, shares } = fitRecencyRule(rows, Float64Array.of(1, 0, 0, 0, 1), 'recency');
  expect({ cuts, shares }).toEqual({ cuts: [1], shares: [0.25, 1] });
  expect(() => fitRecencyRule(tableOf(['recency'], [[NaN]]), Float64Array.of(1), 'recency')).toThrow(
    InputError,
  );
});
