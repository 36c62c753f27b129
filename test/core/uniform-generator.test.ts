import { Random } from '../../src/core/random';
import { UniformGenerator } from '../../src/core/uniform-generator';

const COUNT = 400_000;
const make = () => UniformGenerator.from(Random.fromSeed(7));
const numbers = new Float64Array(COUNT);
make().fill(numbers);

/** Distance of a sample mean from its expectation in standard errors. */
function standardErrors(value: (x: number) => number, mean: number, variance: number): number {
  const sum = numbers.reduce((total, x) => total + value(x), 0);
  return Math.abs(sum / COUNT - mean) / Math.sqrt(variance / COUNT);
}

it('gives numbers in [0, 1)', () => {
  expect(numbers.every((x) => x >= 0 && x < 1)).toBe(true);
});

// The mean of x^k is 1 / (k + 1), that of its square 1 / (2k + 1).
it.each([1, 2, 3, 4])('has moment %i of the uniform distribution', (power) => {
  const mean = 1 / (power + 1);
  const variance = 1 / (2 * power + 1) - mean ** 2;
  expect(standardErrors((x) => x ** power, mean, variance)).toBeLessThan(4);
});

it.each([0.0002, 0.01, 0.5, 0.99])('falls below %f as often as it should', (chance) => {
  expect(standardErrors((x) => Number(x < chance), chance, chance * (1 - chance))).toBeLessThan(4);
});

// The customers world gives a lane 8 numbers a period.
it.each([1, 2, 7, 8])('has no correlation between numbers %i apart', (lag) => {
  let products = 0;
  for (let i = lag; i < COUNT; i += 1) products += (numbers[i]! - 0.5) * (numbers[i - lag]! - 0.5);
  expect((Math.abs(products) * 12) / Math.sqrt(COUNT)).toBeLessThan(4);
});

it('gives the same numbers however the fills are cut', () => {
  const generator = make();
  const pieces = [1, 999, 0, 3000].flatMap((length) => {
    const piece = new Float64Array(length);
    generator.fill(piece);
    return Array.from(piece);
  });
  expect(pieces).toEqual(Array.from(numbers.subarray(0, 4000)));
});

it('goes on from a saved state, which later numbers do not change', () => {
  const generator = make();
  generator.fill(new Float64Array(10));
  const saved = generator.state();
  const [first, again] = [new Float64Array(5), new Float64Array(5)];
  generator.fill(first);
  const other = UniformGenerator.from(Random.fromSeed(8));
  other.restore(saved);
  other.fill(again);
  expect(again).toEqual(first);
});

it('refuses a state of another length', () => {
  expect(() => make().restore({ xoshiro128: new Int32Array(3) })).toThrow('xoshiro128');
});
