import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import { bootstrap } from '../../src/stats/bootstrap';
import { gammaWhere, marginalSensitivity, type SensitivityRows } from '../../src/stats/marginal-sensitivity';
import { moments } from '../../src/stats/moments';
import { ratioOfSums } from '../../src/stats/ratio-of-sums';
import { standardError } from '../../src/stats/statistic';

interface Row {
  readonly probability: number;
  readonly propensity: number;
  readonly reward: number;
  readonly unit: number;
}

const columns = (rows: readonly Row[], units: number): SensitivityRows => ({
  probabilities: rows.map((row) => row.probability),
  propensities: rows.map((row) => row.propensity),
  rewards: rows.map((row) => row.reward),
  unitOf: rows.map((row) => row.unit),
  units,
});

const UNITS = 3;
const row: fc.Arbitrary<Row> = fc.record({
  probability: fc.constantFrom(0.1, 0.5, 1),
  propensity: fc.constantFrom(0.05, 0.25, 0.5, 1),
  reward: fc.integer({ min: -4, max: 9 }),
  unit: fc.nat(UNITS - 1),
});
const someRows = fc.array(row, { minLength: 1, maxLength: 8 });
const someFactor = fc.constantFrom(1, 1.2, 2, 10);

/** Every row at its smallest or largest weight: all 2^rows corners, one by one. */
function corners(rows: readonly Row[], factor: number, counts: readonly number[]): number[] {
  return Array.from({ length: 2 ** rows.length }, (_, corner) => {
    let [above, below] = [0, 0];
    rows.forEach(({ probability, propensity, reward, unit }, i) => {
      const odds = 1 / propensity - 1;
      const weight = probability * (1 + ((corner >> i) & 1 ? odds * factor : odds / factor));
      above += counts[unit]! * weight * reward;
      below += counts[unit]! * weight;
    });
    return above / below;
  });
}

it('is the worst and the best by hand', () => {
  // b = 1/2 and p = 1: weights 1 + 1/Γ to 1 + Γ, so 1.5 to 3 for Γ = 2. Rewards 0 and 1:
  // at most 3 / (3 + 1.5), at least 1.5 / (1.5 + 3).
  const rows = { probabilities: [1, 1], propensities: [0.5, 0.5], rewards: [1, 0], unitOf: [0, 1], units: 2 };
  const { low, high } = marginalSensitivity(rows)(2);
  expect([low.value, high.value]).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(2 / 3, 12)]);
});

it('is the smallest and the largest of all corners, for any sample of units', () => {
  const someCounts = fc.array(fc.nat(3), { minLength: UNITS, maxLength: UNITS });
  fc.assert(
    fc.property(someRows, someFactor, someCounts, (rows, factor, counts) => {
      const { low, high } = marginalSensitivity(columns(rows, UNITS))(factor);
      const all = corners(rows, factor, [1, 1, 1]);
      expect(low.value).toBeCloseTo(Math.min(...all), 9);
      expect(high.value).toBeCloseTo(Math.max(...all), 9);
      const drawn = corners(rows, factor, counts);
      if (rows.every(({ unit }) => counts[unit] === 0)) return expect(high.resampled(counts)).toBeNaN();
      expect(low.resampled(counts)).toBeCloseTo(Math.min(...drawn), 9);
      expect(high.resampled(counts)).toBeCloseTo(Math.max(...drawn), 9);
    }),
  );
});

it('is the self-normalised value for a factor of 1, with its influence', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const [weighted, weights] = [new Float64Array(UNITS), new Float64Array(UNITS)];
      for (const { probability, propensity, reward, unit } of rows) {
        weights[unit]! += probability / propensity;
        weighted[unit]! += (probability / propensity) * reward;
      }
      const plain = ratioOfSums(weighted, weights);
      const { low, high } = marginalSensitivity(columns(rows, UNITS))(1);
      for (const extreme of [low, high]) {
        expect(extreme.value).toBeCloseTo(plain.value, 9);
        extreme.influence.forEach((pull, unit) => expect(pull).toBeCloseTo(plain.influence[unit]!, 7));
      }
    }),
  );
});

it('lies wider apart the larger the factor, within the rewards', () => {
  fc.assert(
    fc.property(someRows, someFactor, someFactor, (rows, one, other) => {
      const extremes = marginalSensitivity(columns(rows, UNITS));
      const [narrow, wide] = [extremes(Math.min(one, other)), extremes(Math.max(one, other))];
      const rewards = rows.map(({ reward }) => reward);
      expect(wide.low.value).toBeLessThanOrEqual(narrow.low.value + 1e-12);
      expect(wide.high.value).toBeGreaterThanOrEqual(narrow.high.value - 1e-12);
      expect(wide.low.value).toBeGreaterThan(Math.min(...rewards) - 1e-9);
      expect(wide.high.value).toBeLessThan(Math.max(...rewards) + 1e-9);
    }),
  );
});

it('moves with the rewards and does not depend on the order of rows', () => {
  fc.assert(
    fc.property(someRows, someFactor, fc.integer({ min: -90, max: 90 }), (rows, factor, shift) => {
      const { low, high } = marginalSensitivity(columns(rows, UNITS))(factor);
      const changed = rows.map((one) => ({ ...one, reward: one.reward + shift })).reverse();
      const moved = marginalSensitivity(columns(changed, UNITS))(factor);
      expect(moved.low.value - shift).toBeCloseTo(low.value, 9);
      expect(moved.high.value - shift).toBeCloseTo(high.value, 9);
    }),
  );
});

it('has an influence whose standard error is that of the bootstrap', async () => {
  const random = Random.fromSeed(1);
  const rows = Array.from({ length: 400 }, (_, i) => ({
    ...{ probability: random.uniform(), propensity: 0.2 + 0.6 * random.uniform() },
    ...{ reward: 3 + random.uniform() ** 2, unit: i >> 1 },
  }));
  const { low, high } = marginalSensitivity(columns(rows, 200))(1.5);
  const resampled = await bootstrap([low, high], { resamples: 2000, random, pause: () => undefined });
  [low, high].forEach((extreme, i) => {
    const ratio = Math.sqrt(moments(resampled[i]!).variance) / standardError(extreme);
    expect(ratio).toBeGreaterThan(0.93);
    expect(ratio).toBeLessThan(1.07);
    expect(extreme.influence.reduce((sum, pull) => sum + pull, 0)).toBeCloseTo(0, 9);
  });
});

it('is undefined where no row has weight', () => {
  const none = { probabilities: [0], propensities: [0.5], rewards: [1], unitOf: [0], units: 1 };
  expect(marginalSensitivity(none)(2).high.value).toBeNaN();
});

it('names what is wrong', () => {
  const rows = { probabilities: [1, 1], propensities: [0.5, 0.5], rewards: [1, 0], unitOf: [0, 1], units: 2 };
  const broken = (change: object) => () => marginalSensitivity({ ...rows, ...change });
  expect(broken({ propensities: [0.5, 0] })).toThrow(
    new RangeError('propensities: expected > 0 and at most 1, got 0 in row 1'),
  );
  expect(broken({ probabilities: [2, 1] })).toThrow('probabilities: expected 0 to 1, got 2 in row 0');
  expect(broken({ rewards: [1, NaN] })).toThrow(/rewards: .* got NaN in row 1/);
  expect(broken({ unitOf: [0] })).toThrow(ShapeError);
  expect(() => marginalSensitivity(rows)(0.5)).toThrow('factor: expected >= 1, got 0.5');
});

describe('gammaWhere', () => {
  it('finds where a threshold is crossed: by hand', () => {
    // The lowest value of the example above is (1 + 1/Γ) / (2 + 1/Γ + Γ) = 1 / (1 + Γ): 1/4 at Γ = 3.
    const rows = {
      probabilities: [1, 1],
      propensities: [0.5, 0.5],
      rewards: [1, 0],
      unitOf: [0, 1],
      units: 2,
    };
    const extremes = marginalSensitivity(rows);
    const found = gammaWhere((factor) => extremes(factor).low.value >= 0.25, 10)!;
    expect(found).toBeLessThanOrEqual(3);
    expect(found).toBeGreaterThan(3 / 1.0011);
  });

  it('is the limit where it holds there, and unknown where it does not hold at 1', () => {
    expect(gammaWhere(() => true, 5)).toBe(5);
    expect(gammaWhere(() => false, 5)).toBeNull();
    expect(gammaWhere((factor) => factor <= 1, 5)).toBe(1);
    expect(() => gammaWhere(() => true, 1)).toThrow('limit: expected > 1, got 1');
  });
});
