import { Random } from '../../src/core/random';
import { checkWorld } from '../../src/worlds/check-world';
import { worlds } from '../../src/worlds/list';
import type { World } from '../../src/worlds/world';
import { corridor } from '../support/corridor-world';
import { ladder } from '../support/ladder-world';

/** Under settings that keep the baselines which plan or learn short. */
const short: Readonly<Record<string, unknown>> = {
  segment: { periods: 5 },
  customers: { periods: 5, ruleCustomers: 8 },
};

it.each([...worlds, ladder, corridor].map((world): [string, World] => [world.name, world]))(
  'the world %s keeps the contract of worlds',
  async (name, world) => {
    await expect(
      checkWorld(world, Random.fromSeed(1), { settings: short[name] ?? {} }),
    ).resolves.toBeUndefined();
  },
  60_000,
);

it('no two worlds have one name', () => {
  expect(new Set(worlds.map(({ name }) => name)).size).toBe(worlds.length);
});
