import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { propensityCard, type CardHistories } from '../../../src/evaluate/off-policy/propensity-card';

interface Row {
  readonly action: number;
  /** [actions] */
  readonly p: readonly number[];
  readonly weight?: number;
}

/** Decisions of units of so many each. */
function logOf(rows: readonly Row[], each = 1): CardHistories {
  const units = Math.ceil(rows.length / each);
  return {
    ...{ units, actionCount: rows[0]!.p.length, actions: Int32Array.from(rows, ({ action }) => action) },
    starts: Int32Array.from({ length: units + 1 }, (_, unit) => Math.min(unit * each, rows.length)),
    propensities: Float64Array.from(rows, ({ action, p }) => p[action]!),
    actionPropensities: Float64Array.from(rows.flatMap(({ p }) => p)),
    sampleWeights: Float64Array.from(rows, ({ weight = 1 }) => weight),
  };
}

/** By hand: action 1 said to have .2 of five, of which it had two, and .6 of five, of which it had three. */
const ten = [
  ...[0, 0, 0, 1, 1].map((action) => ({ action, p: [0.8, 0.2] })),
  ...[0, 0, 1, 1, 1].map((action) => ({ action, p: [0.4, 0.6] })),
];

it('tells what was said beside what came about, as worked by hand', () => {
  const card = propensityCard(logOf(ten), 0.3);
  const [low, high] = card.actions![1]!.bins;
  expect(low).toMatchObject({ decisions: 5, share: 0.5, observed: 0.4 });
  expect(low!.predicted).toBeCloseTo(0.2, 12);
  // Three at -.4 and two at .6 of the mean: √(1.2 · 5 / 4) / 5.
  expect(low!.standardError).toBeCloseTo(Math.sqrt(1.5) / 5, 12);
  expect(high).toMatchObject({ decisions: 5, observed: 0.6 });
  // Of either action one half is off by .2.
  expect(card.expectedCalibrationError).toBeCloseTo(0.1, 12);
  expect(card.actions![1]).toMatchObject({ share: 0.5, least: 0.2, belowFloor: 0.5 });
  expect(card.actions![0]).toMatchObject({ share: 0.5, least: 0.4, belowFloor: 0 });
});

it('tells how well the logged action was foretold, and how small its probability was', () => {
  const card = propensityCard(logOf(ten), 0.3);
  const loss = (3 * Math.log(0.8) + 2 * Math.log(0.2) + 2 * Math.log(0.4) + 3 * Math.log(0.6)) / -10;
  expect(card.logLoss).toBeCloseTo(loss, 12);
  expect(card.marginalLogLoss).toBeCloseTo(Math.log(2), 12);
  expect(card).toMatchObject({ least: 0.2, belowFloor: 0.2 });
});

it('counts a decision as often as it stands for', () => {
  const doubled = ten.map((row, i) => ({ ...row, weight: i < 5 ? 2 : 1 }));
  const repeated = [...ten.slice(0, 5), ...ten];
  const [one, other] = [propensityCard(logOf(doubled), 0.3), propensityCard(logOf(repeated), 0.3)];
  for (const key of ['logLoss', 'marginalLogLoss', 'expectedCalibrationError', 'belowFloor'] as const)
    expect(one[key]).toBeCloseTo(other[key]!, 12);
});

it('has the error of a weighted share, as worked by hand', () => {
  // Three of .5 that weigh 2, 1 and 1, of which the first came about: 2 of 4, which is as said. √((1 + .25 + .25) · 3 / 2) / 4.
  const rows = [
    [1, 2],
    [0, 1],
    [0, 1],
  ].map(([action, weight]) => ({ action: action!, p: [0.5, 0.5], weight: weight! }));
  const [bin] = propensityCard(logOf(rows), 0.3).actions![1]!.bins;
  expect(bin).toMatchObject({ observed: 0.5, predicted: 0.5 });
  expect(bin!.standardError).toBeCloseTo(Math.sqrt(1.5 * 1.5) / 4, 12);
});

it('does not take decisions of one customer for so many customers', () => {
  const [single, together] = [
    logOf(ten),
    logOf(
      ten.flatMap((row) => [row, row, row, row]),
      4,
    ),
  ];
  const errorOf = (log: CardHistories) => propensityCard(log, 0.3).actions![1]!.bins[0]!.standardError;
  expect(errorOf(together)).toBeCloseTo(errorOf(single), 12);
});

it('says nothing of other actions where only the logged one’s probability is known', () => {
  const card = propensityCard({ ...logOf(ten), actionPropensities: null }, 0.3);
  expect(card).toMatchObject({ expectedCalibrationError: null, actions: null, least: 0.2 });
});

it('finds what was drawn by its probabilities within its errors, and what was not beyond them', () => {
  const random = Random.fromSeed(1);
  const rows = Array.from({ length: 5000 }, () => {
    const p = 0.1 + 0.8 * random.uniform();
    return { action: random.uniform() < p ? 1 : 0, p: [1 - p, p] };
  });
  const errors = (all: readonly Row[]) =>
    propensityCard(logOf(all), 0.01).actions![1]!.bins.map(
      (bin) => Math.abs(bin.observed - bin.predicted) / bin.standardError,
    );
  expect(errors(rows)).toHaveLength(10);
  expect(Math.max(...errors(rows))).toBeLessThan(3.5);
  const flattened = rows.map(({ action, p }) => ({ action, p: p.map((value) => 0.25 + value / 2) }));
  expect(Math.max(...errors(flattened))).toBeGreaterThan(4);
});

it('leaves a decision where an action had no chance out of its smallest probability', () => {
  const card = propensityCard(
    logOf([
      { action: 0, p: [1, 0, 0] },
      { action: 1, p: [0.5, 0.5, 0] },
    ]),
    0.3,
  );
  expect(card.actions!.map(({ least }) => least)).toEqual([0.5, 0.5, null]);
  expect(card.actions!.map(({ belowFloor }) => belowFloor)).toEqual([0, 0, 0]);
});

const row = fc.record({ action: fc.constantFrom(0, 1), p: fc.double({ min: 0.01, max: 0.99, noNaN: true }) });

it('puts each decision into one bin, of rising probability', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
      const [, { bins }] = propensityCard(
        logOf(rows.map(({ action, p }) => ({ action, p: [1 - p, p] }))),
        0.1,
      ).actions as never as [never, { bins: { decisions: number; predicted: number; share: number }[] }];
      expect(bins.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(rows.length);
      expect(bins.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      bins.slice(1).forEach(({ predicted }, i) => expect(predicted).toBeGreaterThan(bins[i]!.predicted));
    }),
    { numRuns: 100 },
  );
});

it('names what has the wrong length', () => {
  const wrong = { ...logOf(ten), propensities: new Float64Array(1) };
  expect(() => propensityCard(wrong, 0.1)).toThrow(ShapeError);
  expect(() => propensityCard(wrong, 0.1)).toThrow(/^propensities: expected 10 elements, got 1/);
});
