import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';

const COUNT = 400_000;
const numbers = new Float64Array(COUNT);
NormalGenerator.from(Random.fromSeed(7)).fill(numbers);

/** Distance of a sample mean from its expectation in standard errors. */
function standardErrors(value: (x: number) => number, mean: number, variance: number): number {
  let sum = 0;
  for (const x of numbers) sum += value(x);
  return Math.abs(sum / COUNT - mean) / Math.sqrt(variance / COUNT);
}

/** P(X > x), also P(X < -x), of a standard normal by Simpson's rule: an oracle that knows nothing of layers. */
function upperTail(x: number): number {
  const intervals = 2000;
  const step = 12 / intervals;
  let sum = 0;
  for (let i = 0; i <= intervals; i += 1) {
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-0.5 * (x + i * step) ** 2);
  }
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

describe('NormalGenerator', () => {
  // Mean and variance of x^k under the standard normal.
  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ])('has moment %i of a standard normal', (power, mean, variance) => {
    expect(standardErrors((x) => x ** power, mean, variance)).toBeLessThan(4);
  });

  // 3.6541528853610088 is where the Ziggurat's tail begins: beyond it another method draws the numbers.
  it.each([0, 0.5, 1, 2, 3, 3.6541528853610088, 4])('exceeds %f as often as a normal does', (x) => {
    const p = upperTail(x);
    const variance = p * (1 - p);
    expect(standardErrors((value) => Number(value > x), p, variance)).toBeLessThan(4);
    expect(standardErrors((value) => Number(value < -x), p, variance)).toBeLessThan(4);
  });

  it('passes the Kolmogorov-Smirnov test against the normal distribution', () => {
    const sorted = numbers.slice(0, 100_000).sort();
    const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    let cdf = upperTail(-sorted[0]!);
    let distance = 0;
    sorted.forEach((x, i) => {
      const previous = sorted[Math.max(0, i - 1)]!;
      // Simpson's rule from one number to the next, which are close together.
      cdf += ((x - previous) / 6) * (density(previous) + 4 * density((previous + x) / 2) + density(x));
      distance = Math.max(
        distance,
        Math.abs(cdf - i / sorted.length),
        Math.abs(cdf - (i + 1) / sorted.length),
      );
    });
    // Critical value of the level 0.001.
    expect(distance * Math.sqrt(sorted.length)).toBeLessThan(1.95);
  });

  it.each([1, 2, 8, 17])('has no correlation between numbers %i apart, nor between their squares', (lag) => {
    let products = 0;
    let squares = 0;
    for (let i = lag; i < COUNT; i += 1) {
      products += numbers[i]! * numbers[i - lag]!;
      squares += (numbers[i]! * numbers[i]! - 1) * (numbers[i - lag]! * numbers[i - lag]! - 1);
    }
    expect(Math.abs(products) / Math.sqrt(COUNT)).toBeLessThan(4);
    expect(Math.abs(squares) / Math.sqrt(4 * COUNT)).toBeLessThan(4);
  });

  it('gives the same numbers however the fills are cut', () => {
    const generator = NormalGenerator.from(Random.fromSeed(7));
    const pieces = [1, 999, 0, 3000].flatMap((length) => {
      const piece = new Float64Array(length);
      generator.fill(piece);
      return Array.from(piece);
    });
    expect(pieces).toEqual(Array.from(numbers.subarray(0, 4000)));
  });

  it('continues bit by bit after save and restore, also in a generator of another seed', () => {
    const generator = NormalGenerator.from(Random.fromSeed(1));
    generator.fill(new Float64Array(1001));
    const saved = generator.state();
    const expected = new Float64Array(5000);
    generator.fill(expected);
    const other = NormalGenerator.from(Random.fromSeed(2));
    other.restore(saved);
    const actual = new Float64Array(5000);
    other.fill(actual);
    expect(actual).toEqual(expected);
  });

  it('gives different numbers to different streams', () => {
    const first = new Float64Array(8);
    const second = new Float64Array(8);
    NormalGenerator.from(Random.fromSeed(1).fork('a')).fill(first);
    NormalGenerator.from(Random.fromSeed(1).fork('b')).fill(second);
    expect(first).not.toEqual(second);
  });

  it('refuses a state of another length', () => {
    const generator = NormalGenerator.from(Random.fromSeed(1));
    expect(() => generator.restore({ xoshiro128: new Int32Array(3) })).toThrow('xoshiro128: expected 4');
  });
});
