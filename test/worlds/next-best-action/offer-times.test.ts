import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { drawOfferTimes, expectedOfferTimes } from '../../../src/worlds/next-best-action/offer-times';
import { nextBestActionConfigSchema } from '../../../src/worlds/next-best-action/settings';
import { moments } from '../../../src/stats/moments';

const parse = (settings: unknown) => nextBestActionConfigSchema.parse(settings);
const published = parse({});
/** Half of all draws are out of order or of the episode. */
const crowded = parse({ horizon: 12, offerMeans: [1, 5, 10], jitter: 2 });

/** [draws] of each offer's time steps */
function draws(config: typeof published, count: number): number[][] {
  const noise = NormalGenerator.from(Random.fromSeed(1));
  const out = new Float64Array(3);
  const rows = Array.from({ length: count }, () => {
    drawOfferTimes(config, noise, out);
    return [...out];
  });
  return [0, 1, 2].map((offer) => rows.map((row) => row[offer]!));
}

it('makes offers at their means without jitter', () => {
  const steady = parse({ jitter: 0 });
  expect(draws(steady, 2)).toEqual([25, 50, 75].map((mean) => [mean, mean]));
  expect(expectedOfferTimes(steady)).toEqual([25, 50, 75]);
});

it.each([
  ['published', published],
  ['crowded', crowded],
])('%s offers come in their order within the episode, on average when expected', (_name, config) => {
  const times = draws(config, 20_000);
  const [first, second, third] = times;
  const inOrder = first!.every(
    (time, i) => 0 <= time && time < second![i]! && second![i]! < third![i]! && third![i]! < config.horizon,
  );
  expect(inOrder).toBe(true);
  expectedOfferTimes(config).forEach((expected, offer) => {
    const { mean, variance, count } = moments(times[offer]!);
    expect(Math.abs(mean - expected) / Math.sqrt(variance / count)).toBeLessThan(3);
  });
});

it('moves the published means by less than .005 time steps', () => {
  const [first, second, third] = expectedOfferTimes(published);
  expect(first! - 25).toBeLessThan(0);
  expect(first! - 25).toBeGreaterThan(-0.005);
  expect(second).toBeCloseTo(50, 4);
  expect(first! + third!).toBeCloseTo(100, 4);
});

it('moves crowded means by what the order and the ends ask for', () => {
  const [first, , third] = expectedOfferTimes(crowded);
  expect(first).toBeGreaterThan(1.4);
  expect(third).toBeLessThan(9.8);
});

it.each([[[50, 25, 75]], [[25, 25, 75]], [[-1, 25, 75]], [[25, 50, 100]]])('refuses %j as means', (means) => {
  expect(() => parse({ offerMeans: means })).toThrow('expected three rising time steps');
});
