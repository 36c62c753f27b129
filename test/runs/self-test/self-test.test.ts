/** What policies really earn, and a test that is stopped. */
import { Random } from '../../../src/core/random';
import { uniformPolicy } from '../../../src/policies/uniform';
import { selfTest } from '../../../src/runs/self-test/self-test';
import { bestPolicy, trueValueBeside } from '../../../src/runs/self-test/true-value';
import { nextBestAction, segment } from '../../../src/worlds/list';
import { stoppingHost } from '../../support/hosts';

const random = Random.fromSeed(1);
const world = nextBestAction.open({});

it('knows the best policy and that it earns 13', async () => {
  const { policy, value } = await bestPolicy(world, random);
  expect(policy.name).toBe('advertise-then-discount');
  expect(value).toBeCloseTo(13, 3);
  await expect(bestPolicy(segment.open({}), random)).rejects.toThrow(
    'expected a world whose best policy is known',
  );
});

it('knows what another earns by what it loses beside the best', async () => {
  const best = await bestPolicy(world, random);
  const own = await trueValueBeside(best, best.policy, world, 500, random);
  expect([own.value, own.standardError]).toEqual([best.value, 0]);
  const { value, standardError } = await trueValueBeside(
    best,
    uniformPolicy(world.actions),
    world,
    20_000,
    random,
  );
  expect(Math.abs(value - 17 / 3)).toBeLessThan(4 * standardError);
  // Each purchase of 13 and 5.7 drawn apart: sqrt((3.4² + 3.2²) / 20,000) = .033.
  expect(standardError).toBeLessThan(0.033);
});

it('ends where it is told to, with nothing', async () => {
  const host = stoppingHost(3);
  expect(await selfTest({ logs: 20, customers: 50, seed: 1 }, host)).toBeNull();
});
