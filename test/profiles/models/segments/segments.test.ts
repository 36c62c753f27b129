import { InputError } from '../../../../src/core/errors';
import { NormalGenerator } from '../../../../src/core/normal-generator';
import { Random } from '../../../../src/core/random';
import { adjustedRand } from '../../../../src/profiles/judge/adjusted-rand';
import type { FeatureTable } from '../../../../src/profiles/models/feature-table';
import { tableOf } from '../../../../src/profiles/models/feature-table';
import { describeSegments } from '../../../../src/profiles/models/segments/describe';
import { oneHumpBandwidth, oneHumpDraws } from '../../../../src/profiles/models/segments/one-hump';
import { alongAxes, principalAxes } from '../../../../src/profiles/models/segments/principal-axes';
import { applyRfm, fitRfm } from '../../../../src/profiles/models/segments/rfm';
import {
  applySegments,
  fitSegments,
  segmentsModelSchema,
  segmentsSettingsSchema,
} from '../../../../src/profiles/models/segments/segments';
import { moments } from '../../../../src/stats/moments';

function normals(count: number, random: Random): Float64Array {
  const numbers = new Float64Array(count);
  NormalGenerator.from(random).fill(numbers);
  return numbers;
}

const quick = { mostSegments: 4, draws: 8, resamplePairs: 3, starts: 3 };

/** Rows of one kind. */
function noise(seed: number): FeatureTable {
  const width = [2, 3, 5][seed % 3]!;
  const names = Array.from({ length: width }, (_, j) => `feature${j}`);
  return { names, rows: 120, values: normals(120 * width, Random.fromSeed(seed).fork('noise')) };
}

it('finds no segments in twenty clouds of noise', () => {
  const settings = segmentsSettingsSchema.parse(quick);
  const found = Array.from({ length: 20 }, (_, seed) =>
    fitSegments(noise(seed), settings, Random.fromSeed(seed)),
  );
  expect(found.map(({ segments }) => segments.length)).toEqual(new Array(20).fill(0));
  expect(found[0]).toMatchObject({ groups: null, reason: expect.stringMatching(/^no grouping|^groups/) });
  expect([...applySegments(found[0]!, noise(0))]).toEqual(new Array(120).fill(-1));
});

it('finds no segments in features that are skewed, flat or yes and no', () => {
  const random = Random.fromSeed(7);
  const draws: readonly (() => number)[] = [
    () => -Math.log(1 - random.uniform()),
    () => random.uniform(),
    () => random.integer(2),
  ];
  for (const draw of draws) {
    const values = Float64Array.from({ length: 240 }, draw);
    const table = { names: ['a', 'b'], rows: 120, values };
    const { segments } = fitSegments(table, segmentsSettingsSchema.parse(quick), random.fork('fit'));
    expect(segments).toEqual([]);
  }
});

it('finds no segments in features that go together', () => {
  // Cut across their common part they are clearer than independent ones.
  const z = normals(800, Random.fromSeed(3));
  const values = Float64Array.from({ length: 600 }, (_, at) => 0.4 * z[at]! + z[600 + Math.floor(at / 3)]!);
  const table = { names: ['a', 'b', 'c'], rows: 200, values };
  const { segments, tried } = fitSegments(table, segmentsSettingsSchema.parse(quick), Random.fromSeed(3));
  expect(tried[0]).toMatchObject({ segments: 2, clear: false });
  expect(tried[0]!.silhouette).toBeGreaterThan(tried[0]!.references.features.mean + 0.1);
  expect(segments).toEqual([]);
});

const names = ['recency', 'frequency', 'monetary'];
const centres = [
  [0, 8, 0],
  [8, 0, 0],
  [0, 0, 8],
];

/** Three clouds, and which each row is of. */
function clouds(rows: number, seed: number): { table: FeatureTable; truth: number[] } {
  const z = normals(3 * rows, Random.fromSeed(seed));
  const truth = Array.from({ length: rows }, (_, row) => row % 3);
  const values = z.map((value, at) => value + centres[truth[Math.floor(at / 3)]!]![at % 3]!);
  return { table: { names, rows, values }, truth };
}

it.each(['k-means', 'ward', 'dbscan'] as const)('finds three clouds by %s, and names them', (method) => {
  const { table, truth } = clouds(150, 1);
  const settings = segmentsSettingsSchema.parse({ ...quick, method });
  const model = fitSegments(table, settings, Random.fromSeed(1));
  expect(model.segments.map(({ name }) => name).sort()).toEqual(
    ['buys often', 'not seen for long', 'spends much'].map((first) => expect.stringContaining(first)),
  );
  const read = segmentsModelSchema.parse(JSON.parse(JSON.stringify(model)));
  const later = clouds(60, 2);
  const labels = applySegments(read, later.table);
  expect(labels).toEqual(applySegments(model, later.table));
  // DBSCAN leaves rows at the edge of a cloud to none.
  const inOne = Array.from(labels, (_, row) => row).filter((row) => labels[row]! >= 0);
  expect(inOne.length).toBeGreaterThan(40);
  expect(
    adjustedRand(
      inOne.map((row) => labels[row]!),
      inOne.map((row) => later.truth[row]!),
    ),
  ).toBe(1);
  const shares = model.segments.map(({ share }) => share);
  expect(shares.every((share) => share > 0.2 && share < 0.4)).toBe(true);
  expect(truth).toHaveLength(150);
});

it('draws rows where they are many, and says how many', () => {
  const settings = segmentsSettingsSchema.parse({
    ...quick,
    method: 'ward',
    rowsLookedAt: 60,
    rowsFitted: 90,
  });
  const model = fitSegments(clouds(150, 1).table, settings, Random.fromSeed(1));
  expect(model).toMatchObject({ rowsLookedAt: 60, rowsFitted: 90 });
  expect(model.segments).toHaveLength(3);
});

it('tells what sets segments apart, and gives no name twice', () => {
  const found = describeSegments(
    ['recency', 'frequency', 'age'],
    Float64Array.of(-0.6, 1.5, 0, 1.4, 0.1, -0.7, 0.1, 0.2, 0.3, 0, 0, 0),
  );
  expect(found.map(({ name }) => name)).toEqual([
    'buys often, recent',
    'not seen for long, low age',
    'like all others (3)',
    'like all others (4)',
  ]);
  expect(found[0]!.traits.map(({ difference }) => difference)).toEqual([1.5, -0.6]);
  const twins = describeSegments(['a', 'b'], Float64Array.of(1, 0.2, 2, -0.2));
  expect(twins.map(({ name }) => name)).toEqual(['high a, high b', 'high a, low b']);
  const same = describeSegments(['a'], Float64Array.of(1, 2, -1));
  expect(same.map(({ name }) => name)).toEqual(['high a (1)', 'high a (2)', 'low a']);
});

it('needs customers of whom something can be told', () => {
  const few = tableOf(['a'], [[1], [2]]);
  expect(() => fitSegments(few, segmentsSettingsSchema.parse({}), Random.fromSeed(1))).toThrow(
    new InputError('segments: expected at least 20 customers, got 2'),
  );
});

it('smooths two humps to one, keeping mean and spread', () => {
  const random = Random.fromSeed(5);
  const twoHumps = normals(400, random).map((value, row) => value + (row % 2 === 0 ? 5 : -5));
  const oneHump = normals(400, random);
  expect(oneHumpBandwidth(oneHump)).toBeLessThan(0.6);
  // Two normals 10 apart, of variance 1 and smoothed by h, are of one hump from 5 = sqrt(1 + h²) on.
  expect(oneHumpBandwidth(twoHumps)).toBeGreaterThan(4);
  expect(oneHumpBandwidth(twoHumps)).toBeLessThan(5.5);
  const drawn = moments(oneHumpDraws(twoHumps)(random));
  expect(drawn.mean).toBeCloseTo(0, 0);
  expect(Math.abs(Math.sqrt(drawn.variance / moments(twoHumps).variance) - 1)).toBeLessThan(0.1);
  expect(oneHumpBandwidth(Float64Array.of(2, 2))).toBe(0);
});

it('turns rows so that nothing goes together, and no distance changes', () => {
  const z = normals(120, Random.fromSeed(2));
  const points = z.map((value, at) => value + z[at - (at % 3)]!);
  const turned = alongAxes(points, principalAxes(points, 3), 3);
  const column = (j: number) => Float64Array.from({ length: 40 }, (_, row) => turned[3 * row + j]!);
  const covariance = (i: number, j: number) => {
    const [a, b] = [column(i), column(j)];
    const [meanA, meanB] = [moments(a).mean, moments(b).mean];
    return a.reduce((sum, x, row) => sum + (x - meanA) * (b[row]! - meanB), 0) / 40;
  };
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    expect(covariance(i, j)).toBeCloseTo(0, 10);
  const length = (all: Float64Array) => all.reduce((sum, x) => sum + x * x, 0);
  expect(length(turned)).toBeCloseTo(length(points), 8);
});

it('gives fifths by recency, frequency and money', () => {
  const rows = Array.from({ length: 10 }, (_, i) => [10 - i, i, 10 * i]);
  const rfm = fitRfm(tableOf(names, rows), {
    recency: 'recency',
    frequency: 'frequency',
    monetary: 'monetary',
  });
  expect(rfm.parts[0]!.cuts).toEqual([2, 4, 6, 8]);
  expect([...applyRfm(rfm, tableOf(names, rows))]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  // Fifths 4 + 0 + 2 = 6, the middle of 0 to 12; not known is worst.
  expect([
    ...applyRfm(
      rfm,
      tableOf(names, [
        [1, 0, 50],
        [NaN, NaN, NaN],
      ]),
    ),
  ]).toEqual([2, 0]);
});
