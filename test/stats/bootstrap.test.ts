import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { UniformGenerator } from '../../src/core/uniform-generator';
import {
  acceleration,
  bcaInterval,
  bootstrap,
  percentileInterval,
  resampleCounts,
} from '../../src/stats/bootstrap';
import { moments } from '../../src/stats/moments';
import { normalProbability } from '../../src/stats/normal';
import { meanOf, ratioOfSums } from '../../src/stats/ratio-of-sums';
import { standardError, type Statistic } from '../../src/stats/statistic';

const never = () => undefined;

function uniforms(count: number, seed: number): Float64Array {
  const numbers = new Float64Array(count);
  UniformGenerator.from(Random.fromSeed(seed)).fill(numbers);
  return numbers;
}

const upTo = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i + 1);

/** A statistic that is nothing but its value and its influence. */
const statisticOf = (value: number, influence: readonly number[]): Statistic => ({
  ...{ units: influence.length, value, influence: Float64Array.from(influence) },
  resampled: () => NaN,
});

describe('resampleCounts', () => {
  it('draws as many as there are, each unit as often as any other, with the variance of draws', () => {
    const units = 3000; // more than are drawn at once, and no multiple of it
    const draw = resampleCounts(units, Random.fromSeed(1));
    const sums = new Float64Array(units);
    let squares = 0;
    for (let resample = 0; resample < 200; resample += 1) {
      const counts = draw();
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(units);
      counts.forEach((count, i) => (sums[i]! += count));
      squares += counts.reduce((sum, count) => sum + (count - 1) ** 2, 0);
    }
    // A count has mean 1 and variance 1 - 1/units; the mean of 200 has a deviation of 1/14.
    expect(Math.max(...sums.map((sum) => Math.abs(sum / 200 - 1)))).toBeLessThan(5 / 14);
    expect(squares / 200 / units).toBeCloseTo(1 - 1 / units, 2);
  });

  it('draws the same from the same stream, and something else each time', () => {
    const [one, other] = [1, 1].map((seed) => resampleCounts(20, Random.fromSeed(seed))) as [
      () => Int32Array,
      () => Int32Array,
    ];
    const first = one().slice();
    expect(other()).toEqual(first);
    expect(one()).not.toEqual(first);
  });
});

describe('bootstrap', () => {
  const options = { resamples: 4000, pause: never };

  it('gives the standard error of a plain mean, s/√n (trap: resamples of a quarter, not rescaled)', async () => {
    const values = uniforms(50, 2);
    const [means] = await bootstrap([meanOf(values)], { ...options, random: Random.fromSeed(3) });
    // Resamples vary as the sample does, by n instead of n - 1; 4,000 show a deviation to 1/√8000.
    const expected = Math.sqrt((moments(values).variance / 50) * (49 / 50));
    expect(Math.sqrt(moments(means!).variance) / expected).toBeGreaterThan(1 - 4 / Math.sqrt(8000));
    expect(Math.sqrt(moments(means!).variance) / expected).toBeLessThan(1 + 4 / Math.sqrt(8000));
  });

  it('lets the denominator vary (trap: rows divided by the mean weight before they are drawn)', async () => {
    // Weights 0 or 3, rewards about 5: the denominator takes up nearly all of the numerator's variance.
    const weights = uniforms(400, 4).map((u) => (u < 1 / 3 ? 3 : 0));
    const weighted = uniforms(400, 5).map((u, i) => weights[i]! * (4.5 + u));
    const meanWeight = moments(weights).mean;
    const ratio = ratioOfSums(weighted, weights);
    const dividedBefore = meanOf(weighted.map((value) => value / meanWeight));
    expect(dividedBefore.value).toBeCloseTo(ratio.value, 12);
    const [right, wrong] = await bootstrap([ratio, dividedBefore], {
      ...options,
      random: Random.fromSeed(6),
    });
    const deviation = (values: Float64Array) => Math.sqrt(moments(values).variance);
    expect(deviation(right!) / standardError(ratio)).toBeGreaterThan(0.93);
    expect(deviation(right!) / standardError(ratio)).toBeLessThan(1.07);
    expect(deviation(wrong!) / standardError(ratio)).toBeGreaterThan(5);
  });

  it('draws all statistics from the same resamples, so that a difference is paired', async () => {
    const values = uniforms(30, 7);
    const moved = values.map((value) => value + 2);
    const [first, second] = await bootstrap([meanOf(values), meanOf(moved)], {
      ...{ resamples: 50, pause: never, random: Random.fromSeed(8) },
    });
    first!.forEach((mean, i) => expect(second![i]! - mean).toBeCloseTo(2, 12));
  });

  it('tells how far it is and makes room for signals after every resample', async () => {
    const seen: string[] = [];
    await bootstrap([meanOf(upTo(3))], {
      ...{ resamples: 2, random: Random.fromSeed(1) },
      onProgress: (done) => seen.push(`done ${done}`),
      pause: async () => {
        await Promise.resolve();
        seen.push('paused');
      },
    });
    expect(seen).toEqual(['done 1', 'paused', 'done 2', 'paused']);
  });

  it('makes nothing of nothing and refuses statistics of other units', async () => {
    expect(await bootstrap([], { ...options, random: Random.fromSeed(1) })).toEqual([]);
    const mixed = bootstrap([meanOf(upTo(3)), meanOf(upTo(2))], { ...options, random: Random.fromSeed(1) });
    await expect(mixed).rejects.toThrow(ShapeError);
    await expect(mixed).rejects.toThrow('influence: expected 3 elements, got 2');
  });
});

describe('percentileInterval', () => {
  it('takes the places (count + 1) × share, on straight lines between values', () => {
    const shuffled = upTo(19).reverse();
    // 20 × .05 = 1 and 20 × .95 = 19; 20 × .1 = 2; 20 × .075 = 1.5
    expect(percentileInterval(shuffled, 0.9)).toEqual({ low: 1, high: 19 });
    const [wide, between] = [percentileInterval(shuffled, 0.8), percentileInterval(shuffled, 0.85)];
    expect([wide.low, wide.high]).toEqual([expect.closeTo(2, 12), expect.closeTo(18, 12)]);
    expect([between.low, between.high]).toEqual([expect.closeTo(1.5, 12), expect.closeTo(18.5, 12)]);
  });

  it.each([[[]], [[1, NaN, 2]], [[1, 2, Infinity]]])('knows nothing of %p', (values) => {
    expect(percentileInterval(Float64Array.from(values))).toEqual({ low: null, high: null });
  });

  it.each([0, 1, NaN])('refuses level %f', (level) => {
    expect(() => percentileInterval(upTo(3), level)).toThrow(`level: expected between 0 and 1, got ${level}`);
  });
});

/** (1/6) Σ d³ / (Σ d²)^1.5 with d = the mean of the values without one unit − the value without unit i. */
function jackknifeAcceleration(value: (units: readonly number[]) => number, units: number): number {
  const all = Array.from({ length: units }, (_, i) => i);
  const without = all.map((left) => value(all.filter((i) => i !== left)));
  const middle = without.reduce((sum, one) => sum + one, 0) / units;
  const deviations = without.map((one) => middle - one);
  const sumOf = (power: number) => deviations.reduce((sum, d) => sum + d ** power, 0);
  return sumOf(3) / (6 * sumOf(2) ** 1.5);
}

describe('acceleration', () => {
  it('is Σψ³ / (6 (Σψ²)^1.5), and 0 of units that all pull alike', () => {
    // Σψ² = 6, Σψ³ = 6
    expect(acceleration(Float64Array.of(-1, -1, 2))).toBeCloseTo(1 / 6 ** 1.5, 14);
    expect(acceleration(Float64Array.of(0, 0))).toBe(0);
  });

  it('is that of the jackknife for means', () => {
    const samples = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(samples, (values) => {
        fc.pre(new Set(values).size > 1);
        const mean = (units: readonly number[]) =>
          units.reduce((sum, i) => sum + values[i]!, 0) / units.length;
        const { influence } = meanOf(Float64Array.from(values));
        expect(acceleration(influence)).toBeCloseTo(jackknifeAcceleration(mean, values.length), 10);
      }),
    );
  });

  it('comes close to that of the jackknife for ratios', () => {
    const weights = uniforms(200, 9).map((u) => 0.2 + 3 * u ** 4);
    const weighted = uniforms(200, 10).map((u, i) => weights[i]! * u ** 5);
    const { influence } = ratioOfSums(weighted, weights);
    const sumOf = (values: Float64Array, units: readonly number[]) =>
      units.reduce((sum, i) => sum + values[i]!, 0);
    const ratio = (units: readonly number[]) => sumOf(weighted, units) / sumOf(weights, units);
    const expected = jackknifeAcceleration(ratio, 200);
    expect(expected).toBeGreaterThan(0.01);
    expect(Math.abs(acceleration(influence) - expected)).toBeLessThan(0.1 * expected);
  });
});

/** By bisection, with nothing of the quantile's own code. */
function slowNormalQuantile(share: number): number {
  let [low, high] = [-9, 9];
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

/** The formula of Efron (1987), end by end, with the jackknife. */
function slowBca(sample: readonly number[], resampled: readonly number[], level: number): [number, number] {
  const mean = (units: readonly number[]) => units.reduce((sum, i) => sum + sample[i]!, 0) / units.length;
  const value = mean(sample.map((_, i) => i));
  const a = jackknifeAcceleration(mean, sample.length);
  const z0 = slowNormalQuantile(resampled.filter((one) => one < value).length / resampled.length);
  const sorted = [...resampled].sort((one, other) => one - other);
  return [(1 - level) / 2, (1 + level) / 2].map((share) => {
    const z = slowNormalQuantile(share);
    const place = normalProbability(z0 + (z0 + z) / (1 - a * (z0 + z))) * (sorted.length + 1);
    const below = Math.min(Math.max(Math.floor(place), 1), sorted.length);
    const above = Math.min(below + 1, sorted.length);
    const part = place < 1 ? 0 : place - below;
    return sorted[below - 1]! + part * (sorted[above - 1]! - sorted[below - 1]!);
  }) as [number, number];
}

describe('bcaInterval', () => {
  it('moves both ends by twice the bias: by hand for a bias of 1.96 deviations', () => {
    // 39 of 40 values lie below 39.5: z0 = 1.96. Lower end Φ(2 × 1.96 - 1.96) = .975, place 41 × .975; upper Φ(5.88).
    const { low, high, value, level, fellBack } = bcaInterval(statisticOf(39.5, [-1, 1]), upTo(40));
    expect([low, high]).toEqual([expect.closeTo(39.975, 9), 40]);
    expect({ value, level, fellBack }).toEqual({ value: 39.5, level: 0.95, fellBack: false });
    const mirrored = bcaInterval(statisticOf(1.5, [-1, 1]), upTo(40));
    expect([mirrored.low, mirrored.high]).toEqual([1, expect.closeTo(1.025, 9)]);
  });

  it('is the percentile interval where there is neither bias nor acceleration', () => {
    const { low, high } = percentileInterval(upTo(99), 0.9);
    const corrected = bcaInterval(statisticOf(50, [-1, 1]), upTo(99), 0.9);
    expect([corrected.low, corrected.high]).toEqual([expect.closeTo(low!, 9), expect.closeTo(high!, 9)]);
  });

  it('moves both ends up where large units pull most', () => {
    const { low, high } = percentileInterval(upTo(99));
    const skewed = bcaInterval(statisticOf(50, [-1, -1, 2]), upTo(99));
    expect(skewed.low).toBeGreaterThan(low! + 0.1);
    expect(skewed.high).toBeGreaterThan(high! + 0.1);
  });

  it('is what the formula gives with a jackknife', () => {
    const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 9 });
    const seed = fc.nat();
    fc.assert(
      fc.property(sample, seed, fc.constantFrom(0.5, 0.8, 0.95), (values, drawn, level) => {
        fc.pre(new Set(values).size > 1);
        const statistic = meanOf(Float64Array.from(values));
        const resampled = [...uniforms(40, drawn)].map((u) => statistic.value + 4 * u - 1);
        const below = resampled.filter((one) => one < statistic.value).length;
        fc.pre(below > 0 && below < resampled.length && !resampled.includes(statistic.value));
        const { low, high } = bcaInterval(statistic, Float64Array.from(resampled), level);
        const expected = slowBca(values, resampled, level);
        expect([low, high]).toEqual(expected.map((end) => expect.closeTo(end, 6) as number));
      }),
    );
  });

  it('falls back to percentiles, and says so, where all resamples lie on one side', () => {
    const percentiles = percentileInterval(upTo(39));
    for (const value of [0, 40])
      expect(bcaInterval(statisticOf(value, [-1, 1]), upTo(39))).toEqual({
        ...{ value, level: 0.95, fellBack: true },
        ...percentiles,
      });
  });

  it('falls back where the acceleration turns the correction back', () => {
    // One of very many pulls alone: a near 1/6. z0 + z = 3.2 + 3.3, so 1 - a (z0 + z) < 0.
    const influence = [...new Array<number>(2000).fill(-1), 2000];
    const values = upTo(1500);
    expect(bcaInterval(statisticOf(1499.5, influence), values, 0.999).fellBack).toBe(true);
    expect(bcaInterval(statisticOf(1499.5, influence), values, 0.5).fellBack).toBe(false);
  });

  it('is sure of units that are all alike', async () => {
    const statistic = meanOf(Float64Array.of(4, 4, 4));
    const [values] = await bootstrap([statistic], {
      ...{ resamples: 50, random: Random.fromSeed(1), pause: never },
    });
    expect(bcaInterval(statistic, values!)).toEqual({
      ...{ value: 4, low: 4, high: 4, level: 0.95, fellBack: false },
    });
  });

  it('says what it cannot know: a value without denominator, a resample without one, a single unit', () => {
    const unknown = { low: null, high: null, level: 0.95, fellBack: false };
    expect(bcaInterval(statisticOf(NaN, [-1, 1]), upTo(9))).toEqual({ value: null, ...unknown });
    expect(bcaInterval(statisticOf(5, [-1, 1]), Float64Array.of(4, NaN, 6))).toEqual({
      value: 5,
      ...unknown,
    });
    expect(bcaInterval(statisticOf(5, [0]), upTo(9))).toEqual({ value: 5, ...unknown });
  });

  it('loses the interval of a ratio to resamples in which no unit has a denominator', async () => {
    // One of three units weighs: a resample misses it with probability 8/27.
    const statistic = ratioOfSums(Float64Array.of(0, 0, 3), Float64Array.of(0, 0, 1));
    const [values] = await bootstrap([statistic], {
      ...{ resamples: 50, random: Random.fromSeed(1), pause: never },
    });
    expect(values!.some(Number.isNaN)).toBe(true);
    expect(bcaInterval(statistic, values!)).toMatchObject({ value: 3, low: null, high: null });
  });

  it('refuses level 2', () => {
    expect(() => bcaInterval(statisticOf(1, [0, 0]), upTo(9), 2)).toThrow(RangeError);
  });
});

it('covers the truth about as often as it says, and BCa misses more evenly on both sides', async () => {
  const generator = NormalGenerator.from(Random.fromSeed(11));
  const random = Random.fromSeed(12);
  const misses = { percentile: { below: 0, above: 0 }, bca: { below: 0, above: 0 } };
  const logs = 600;
  const normals = new Float64Array(40);
  for (let log = 0; log < logs; log += 1) {
    generator.fill(normals);
    const statistic = meanOf(normals.map((x) => x * x)); // skewed: chi-square, with mean 1
    const [values] = await bootstrap([statistic], {
      ...{ resamples: 299, random: random.fork(String(log)), pause: never },
    });
    const intervals = {
      percentile: percentileInterval(values!, 0.9),
      bca: bcaInterval(statistic, values!, 0.9),
    };
    for (const kind of ['percentile', 'bca'] as const) {
      if (intervals[kind].low! > 1) misses[kind].above += 1;
      if (intervals[kind].high! < 1) misses[kind].below += 1;
    }
  }
  for (const { below, above } of [misses.percentile, misses.bca]) {
    expect(1 - (below + above) / logs).toBeGreaterThan(0.84);
    expect(1 - (below + above) / logs).toBeLessThan(0.93);
  }
  const unevenness = ({ below, above }: { below: number; above: number }) => Math.abs(below - above) / logs;
  expect(unevenness(misses.percentile)).toBeGreaterThan(0.04);
  expect(unevenness(misses.bca)).toBeLessThan(unevenness(misses.percentile) - 0.02);
});
