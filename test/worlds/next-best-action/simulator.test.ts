/** What customers do, against the truth in closed form. */
import { Random } from '../../../src/core/random';
import { rollout, type MakeEnvironment } from '../../../src/evaluate/simulated/rollout';
import { uniformPolicy } from '../../../src/policies/uniform';
import { moments } from '../../../src/stats/moments';
import { advertiseThenDiscountPolicy } from '../../../src/worlds/next-best-action/baselines';
import { exactQValues, optimalValue, uniformValue } from '../../../src/worlds/next-best-action/exact';
import { actionNames, nextBestActionConfigSchema } from '../../../src/worlds/next-best-action/settings';
import { NextBestActionSimulator } from '../../../src/worlds/next-best-action/simulator';
import { openNextBestAction } from '../../../src/worlds/next-best-action/world';

const parse = (settings: unknown) => nextBestActionConfigSchema.parse(settings);
const [none, advertisement, smallDiscount, largeDiscount] = [0, 1, 2, 3];
const NEVER = 100;

const simulatorOf = (settings: unknown, lanes = 1) =>
  new NextBestActionSimulator(parse(settings), lanes, Random.fromSeed(1));

/** Plays the offers in every lane. @returns steps, copied, and purchases of each lane */
function playOffers(simulator: NextBestActionSimulator, actions: readonly number[]) {
  simulator.reset();
  const returns = new Float64Array(simulator.lanes);
  const steps = actions.map((action) => {
    const step = simulator.step(new Int32Array(simulator.lanes).fill(action));
    step.rewards.forEach((reward, lane) => (returns[lane]! += reward));
    return structuredClone(step);
  });
  return { steps, returns };
}

/** How many standard errors the mean of the samples is away from what is expected. */
function errorsFrom(samples: ArrayLike<number>, expected: number): number {
  const { mean, variance, count } = moments(samples);
  return Math.abs(mean - expected) / Math.sqrt(variance / count);
}

describe.each(['unframed', 'framed'])('%s', (framing) => {
  it.each([0, 5])('earns what is exact, with jitter %p', async (jitter) => {
    const config = parse({ framing, jitter });
    const world = openNextBestAction(config);
    const make: MakeEnvironment = (lanes, random) => world.make(lanes, random);
    const play = { episodes: 20_000, lanes: 1000, gamma: 1, random: Random.fromSeed(2) };
    const best = await rollout(advertiseThenDiscountPolicy(config), make, play);
    expect(errorsFrom(best.totalReward, optimalValue(config, 1))).toBeLessThan(3);
    const chance = await rollout(uniformPolicy(actionNames), make, play);
    expect(errorsFrom(chance.totalReward, uniformValue(config, 1))).toBeLessThan(3);
  });

  it.each([advertisement, smallDiscount, largeDiscount])(
    'is worth the exact value of action %p when the best follows',
    (action) => {
      const rest = framing === 'framed' ? [none] : [];
      const then = action === advertisement ? [largeDiscount, 1] : [advertisement, largeDiscount];
      const { returns } = playOffers(simulatorOf({ framing }, 20_000), [action, ...then, ...rest]);
      const expected = exactQValues(parse({ framing }), { gamma: 1 })[action - 1]!;
      expect(errorsFrom(returns, expected)).toBeLessThan(3);
    },
  );
});

it('has the published simulated numbers: 5.68 and 13.00, the optimum with a standard deviation of 3.37', () => {
  const { returns } = playOffers(simulatorOf({}, 50_000), [advertisement, largeDiscount, advertisement]);
  expect(moments(returns).mean).toBeCloseTo(13, 1);
  // The standard error of a deviation of 50,000 returns is .011.
  expect(Math.abs(Math.sqrt(moments(returns).variance) - 3.37)).toBeLessThan(0.04);
  expect(Math.abs(uniformValue(parse({}), 1) - 5.68)).toBeLessThan(0.02);
});

describe('the state', () => {
  it('unframed shows trait, visits, first times of the offers and the time now', () => {
    const { steps } = playOffers(simulatorOf({ jitter: 0 }), [advertisement, largeDiscount, advertisement]);
    const rows = steps.map(({ nextObservations }) => Array.from(nextObservations).slice(2));
    expect(rows).toEqual([
      [25, NEVER, NEVER, 50],
      [25, NEVER, 50, 75],
      [25, NEVER, 50, 100],
    ]);
    expect(steps.map(({ last, discounts }) => [last[0], discounts[0]])).toEqual([
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
  });

  it('framed shows the first times at the beginning of each frame; offers are made where they end', () => {
    const { steps } = playOffers(simulatorOf({ jitter: 0, framing: 'framed' }), [2, 2, 1, none]);
    const rows = steps.map(({ nextObservations }) => Array.from(nextObservations).slice(2));
    expect(rows).toEqual([
      [NEVER, 25, NEVER],
      [NEVER, 25, NEVER],
      [75, 25, NEVER],
      [75, 25, NEVER],
    ]);
    expect(steps.map(({ last }) => last[0])).toEqual([0, 0, 0, 1]);
  });

  it.each(['unframed', 'framed'])('%s counts the visits of every time step so far', (framing) => {
    const { steps } = playOffers(simulatorOf({ framing, plain: { visit: 1, purchase: 0 }, spontaneous: 0 }), [
      2,
      2,
      2,
      ...(framing === 'framed' ? [none] : []),
    ]);
    expect(steps.at(-1)!.nextObservations[1]).toBe(100);
  });

  it('has a trait that half of the customers have', () => {
    const { observations } = simulatorOf({}, 10_000).reset();
    const traits = observations.filter((_, i) => i % 6 === 0);
    expect(errorsFrom(traits, 0.5)).toBeLessThan(3);
  });
});

describe('rewards', () => {
  const always = { jitter: 0, plain: { visit: 0, purchase: 1 }, spontaneous: 0 };
  const rewardsOf = (framing: string, actions: readonly number[]) =>
    playOffers(simulatorOf({ ...always, framing }), actions).steps.map(({ rewards }) => rewards[0]);

  it('unframed count every time step once, those before the first offer with the first decision', () => {
    expect(rewardsOf('unframed', [1, 1, 1])).toEqual([50, 25, 25]);
  });

  it('framed leave the time steps of the offers out', () => {
    expect(rewardsOf('framed', [1, 1, 1, none])).toEqual([25, 24, 24, 24]);
  });
});

describe('what may be done', () => {
  it('unframed is an offer, always', () => {
    const simulator = simulatorOf({});
    expect(Array.from(simulator.reset().allowed!)).toEqual([0, 1, 1, 1]);
    expect(() => simulator.step(Int32Array.of(none))).toThrow(
      'next-best-action: lane 0: expected action 1 or 2 or 3, got 0',
    );
  });

  it('framed is an offer, and No Action in the fourth frame', () => {
    const { steps } = playOffers(simulatorOf({ framing: 'framed' }), [1, 1, 1]);
    expect(steps.map(({ allowed }) => Array.from(allowed!))).toEqual([
      [0, 1, 1, 1],
      [0, 1, 1, 1],
      [1, 0, 0, 0],
    ]);
  });
});

it('refuses no lanes', () => {
  expect(() => simulatorOf({}, 0)).toThrow('lanes must be a positive whole number, got 0');
});
