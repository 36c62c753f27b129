import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { hoeffdingLowerBound } from '../../../src/stats/bounds/hoeffding';

const unit = { low: 0, high: 1 };
const halves = (count: number) => new Float64Array(count).fill(0.5);
const width = (count: number, level: number) => 0.5 - hoeffdingLowerBound(halves(count), unit, level);

// √(ln(1/δ) / (2n)), by hand; two-sided 95 % is .975 on each side: ln 40 = 3.688879, ln 20 = 2.995732.
it.each([
  [1000, 0.975, Math.sqrt(3.688879 / 2000), 0.042947],
  [1000, 0.95, Math.sqrt(2.995732 / 2000), 0.038702],
  [250, 0.95, Math.sqrt(2.995732 / 500), 0.077405],
])(
  'has the width of the formula (trap: multiplied by n), n %i, level %f',
  (count, level, byHand, rounded) => {
    expect(byHand).toBeCloseTo(rounded, 5);
    expect(width(count, level)).toBeCloseTo(byHand, 6);
  },
);

it('has a width that falls with 1/√n (trap: multiplied by n)', () => {
  expect(width(100, 0.95) / width(400, 0.95)).toBeCloseTo(2, 12);
  expect(width(100, 0.95) / width(2500, 0.95)).toBeCloseTo(5, 12);
});

it('takes the range that is declared, not that of the sample, and negative rewards (trap: sample maximum)', () => {
  const rewards = [-1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0]; // mean -.5
  // 7 √(ln 20 / 40) = 1.915665
  expect(hoeffdingLowerBound(rewards, { low: -4, high: 3 }, 0.95)).toBeCloseTo(-0.5 - 1.915665, 5);
});

it('moves with the rewards and their range, and never below the range', () => {
  const samples = fc.array(fc.integer({ min: -3, max: 5 }), { maxLength: 40 });
  fc.assert(
    fc.property(samples, fc.integer({ min: -9, max: 9 }), (values, shift) => {
      const bound = hoeffdingLowerBound(values, { low: -3, high: 5 }, 0.9);
      const moved = values.map((value) => value + shift);
      expect(hoeffdingLowerBound(moved, { low: -3 + shift, high: 5 + shift }, 0.9)).toBeCloseTo(
        bound + shift,
        9,
      );
      expect(bound).toBeGreaterThanOrEqual(-3);
    }),
  );
});

it('refuses a value outside the range and names its row', () => {
  expect(() => hoeffdingLowerBound([0, 1, 1.5], unit, 0.95)).toThrow(
    new RangeError('values: expected 0 to 1, got 1.5 in row 2'),
  );
  expect(() => hoeffdingLowerBound([0, -0.1], unit, 0.95)).toThrow(/got -0.1 in row 1/);
  expect(() => hoeffdingLowerBound([NaN], unit, 0.95)).toThrow(/got NaN in row 0/);
});

it('refuses limits out of order, and levels outside 0 to 1', () => {
  expect(() => hoeffdingLowerBound([], { low: 1, high: 1 }, 0.95)).toThrow(
    'range: expected low < high, got 1 and 1',
  );
  expect(() => hoeffdingLowerBound([], { low: 0, high: Infinity }, 0.95)).toThrow(RangeError);
  expect(() => hoeffdingLowerBound([], unit, 1)).toThrow('level: expected between 0 and 1, got 1');
});

it('knows the lower limit of no values', () => {
  expect(hoeffdingLowerBound([], { low: -2, high: 1 }, 0.95)).toBe(-2);
});

it('fails at most as often as it says', () => {
  const random = Random.fromSeed(1);
  let failures = 0;
  for (let log = 0; log < 2000; log += 1) {
    // The mean of four throws of a coin is .5; the width is √(ln 2 / 8) = .294.
    const throws = Array.from({ length: 4 }, () => (random.uniform() < 0.5 ? 1 : 0));
    if (hoeffdingLowerBound(throws, unit, 0.5) > 0.5) failures += 1;
  }
  expect(failures / 2000).toBeLessThan(0.5);
  expect(failures / 2000).toBeGreaterThan(0.04); // 1/16: four heads, for three give .75 - .294
});
