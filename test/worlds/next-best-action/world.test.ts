/** What the world brings beside its simulator: baselines, known values, and a view of a policy. */
import { Random } from '../../../src/core/random';
import { constantPolicy } from '../../../src/policies/constant';
import { uniformPolicy } from '../../../src/policies/uniform';
import { baselinesOf } from '../../../src/worlds/baselines';
import { checkWorld } from '../../../src/worlds/check-world';
import { advertiseThenDiscountPolicy } from '../../../src/worlds/next-best-action/baselines';
import { actionNames, nextBestActionConfigSchema } from '../../../src/worlds/next-best-action/settings';
import { choicesTable } from '../../../src/worlds/next-best-action/views';
import { nextBestAction } from '../../../src/worlds/next-best-action/world';

const context = { gamma: 1, random: Random.fromSeed(1) };

it('keeps the contract of worlds in frames too', async () => {
  await checkWorld(nextBestAction, Random.fromSeed(1), { settings: { framing: 'framed' }, gamma: 1 });
});

it('has no baseline no-action, for nobody is left alone when an offer is due', () => {
  expect(baselinesOf(nextBestAction.open({}), context).map(({ name }) => name)).toEqual([
    'always-advertisement',
    'always-small-discount',
    'always-large-discount',
    'uniform',
    'advertise-then-discount',
  ]);
});

it('knows the best value by total and by discounted reward', () => {
  const world = nextBestAction.open({ jitter: 0 });
  expect(world.known!('totalReward', 0.5)!.value).toBeCloseTo(13, 10);
  expect(world.known!('discountedReward', 0.5)!.value).toBeCloseTo(2 + 0.5 * 5.5 + 0.25 * 5.5, 10);
});

it.each([
  ['unframed', [25, 100, 100, 50], [100, 25, 100, 50]],
  ['framed', [25, 100, 100], [100, 25, 100]],
])('%s, the rule advertises until it has, then makes large discounts', (framing, advertised, not) => {
  const policy = advertiseThenDiscountPolicy(nextBestActionConfigSchema.parse({ framing }));
  const observations = Float32Array.from([0, 3, ...advertised, 1, 0, ...not]);
  const chosen = new Int32Array(2);
  void policy.chosenActions!({ observations, allowed: null }, chosen);
  expect(Array.from(chosen)).toEqual([3, 1]);
});

it('shows what a policy chooses beside what is exact', async () => {
  const config = nextBestActionConfigSchema.parse({ jitter: 0 });
  const { rows } = await choicesTable(advertiseThenDiscountPolicy(config), config, 1);
  expect(rows).toEqual([
    ['none', 13, 8.5, 8.5, 'advertisement'],
    ['advertisement', 6.5, 6.5, 11, 'large-discount'],
    ['small-discount', 6.5, 2, 2, 'advertisement'],
    ['large-discount', 6.5, 2, 2, 'advertisement'],
  ]);
});

it('names all choices that chance makes', async () => {
  const config = nextBestActionConfigSchema.parse({ framing: 'framed' });
  const { rows } = await choicesTable(uniformPolicy(actionNames), config, 1);
  expect(rows[0]!.at(-1)).toBe('advertisement or small-discount or large-discount');
  const { rows: constant } = await choicesTable(constantPolicy(actionNames, 2), config, 1);
  expect(constant.map((row) => row.at(-1))).toEqual(new Array(4).fill('small-discount'));
});
