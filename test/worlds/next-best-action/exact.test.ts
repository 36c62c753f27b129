/** Values in closed form, against numbers worked out by hand from the published notebook's. */
import { behaviourOf, isBoosted } from '../../../src/worlds/next-best-action/behaviour';
import { exactQValues, optimalValue, uniformValue } from '../../../src/worlds/next-best-action/exact';
import { nextBestActionConfigSchema, offers } from '../../../src/worlds/next-best-action/settings';

const parse = (settings: unknown) => nextBestActionConfigSchema.parse(settings);
const unframed = parse({ jitter: 0 });
const framed = parse({ jitter: 0, framing: 'framed' });
const all = offers.flatMap((f1) => offers.flatMap((f2) => offers.map((f3) => [f1, f2, f3] as const)));

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.map((value) => Number(value.toFixed(10)))).toEqual(expected);
}

describe('a customer', () => {
  it('is boosted after the three pairs of offers that the notebook has, and no others', () => {
    expect(all).toHaveLength(27);
    for (const [f1, f2, f3] of all) {
      const pairs = (f1 === 1 && f2 === 3) || (f2 === 1 && f3 === 3) || (f1 === 1 && f3 === 3);
      expect([f1, f2, f3, isBoosted([f1, f2, f3])]).toEqual([f1, f2, f3, pairs]);
      expect(isBoosted([f1, f2])).toBe(f1 === 1 && f2 === 3);
      expect(isBoosted([f1])).toBe(false);
    }
  });

  it('buys at .04 per time step, at .22 when boosted, and visits at .08 either way', () => {
    const { plain, boosted } = behaviourOf(unframed);
    // .9 · .02 + .1 · .22
    expectClose([plain.purchase, plain.visit], [0.04, 0.08]);
    expect(boosted).toEqual({ purchase: 0.22, visit: 0.08 });
  });
});

describe('unframed', () => {
  it('is worth 13 to the best policy, boosted for 50 of 100 time steps', () => {
    expect(optimalValue(unframed, 1)).toBeCloseTo(4 + 0.18 * 50, 10);
  });

  it('is worth 17/3 to chance: boosted for 50 time steps in 1 of 9 cases, for 25 in 4 of 27 more', () => {
    expect(uniformValue(unframed, 1)).toBeCloseTo(17 / 3, 10);
    expect(17 / 3).toBeCloseTo(4 + 0.18 * (50 / 9 + (25 * 4) / 27), 10);
  });

  it('has the values of the first and the second offer', () => {
    expectClose(exactQValues(unframed, { gamma: 1 }), [13, 8.5, 8.5]);
    // What the first decision has earned, 50 time steps at .04, is no longer ahead.
    expectClose(exactQValues(unframed, { gamma: 1, made: [1] }), [6.5, 6.5, 11]);
    expectClose(exactQValues(unframed, { gamma: 1, made: [1, 3] }), [5.5, 5.5, 5.5]);
  });

  it('discounts per decision', () => {
    // 50 time steps at .04, then 25 and 25 at .22
    expect(optimalValue(unframed, 0.5)).toBeCloseTo(2 + 0.5 * 5.5 + 0.25 * 5.5, 10);
  });
});

describe('framed, without the purchases at the time steps of offers', () => {
  it('is worth 12.52 to the best policy and 5.48 to chance', () => {
    expect(optimalValue(framed, 1)).toBeCloseTo(25 * 0.04 + 24 * 0.04 + 2 * 24 * 0.22, 10);
    expectClose([optimalValue(framed, 1), uniformValue(framed, 1)], [12.52, 5.48]);
  });

  it('has the values of the first offer, and of the second after an advertisement at 20', () => {
    expectClose(exactQValues(framed, { gamma: 1 }), [12.52, 8.2, 8.2]);
    expectClose(exactQValues(framed, { gamma: 1, made: [1], times: [20, 50, 75] }), [7.4, 7.4, 11.72]);
  });

  it('discounts per decision, the fourth frame included', () => {
    expect(optimalValue(framed, 0.5)).toBeCloseTo(1 + 0.5 * 0.96 + 0.25 * 5.28 + 0.125 * 5.28, 10);
  });
});

it('is best not to boost customers who then buy less', () => {
  const worse = parse({ jitter: 0, boosted: { purchase: 0 } });
  // .9 * .02 per time step, throughout
  expect(optimalValue(worse, 1)).toBeCloseTo(100 * 0.018, 10);
});

it.each([
  ['unframed', 13, 17 / 3],
  ['framed', 12.52, 5.48],
])('%s, the jitter of offers moves the optimum and chance by less than .0002', (framing, best, chance) => {
  const config = parse({ framing });
  expect(Math.abs(optimalValue(config, 1) - best)).toBeLessThan(1e-8);
  expect(Math.abs(uniformValue(config, 1) - chance)).toBeLessThan(2e-4);
});
