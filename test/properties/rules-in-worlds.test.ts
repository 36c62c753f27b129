/** In every world, whoever writes a log of it or is compared with a model there keeps to what the world allows. */
import { Random } from '../../src/core/random';
import type { VectorEnvironment } from '../../src/env/environment';
import { drawn, play } from '../../src/policies/play';
import type { Policy } from '../../src/policies/policy';
import { behaviourNamed } from '../../src/runs/simulate-log/behaviours';
import { baselinesOf } from '../../src/worlds/baselines';
import { openCustomers } from '../../src/worlds/customers/world';
import { customersConfigSchema } from '../../src/worlds/customers/settings';
import { openNextBestAction } from '../../src/worlds/next-best-action/world';
import { nextBestActionConfigSchema } from '../../src/worlds/next-best-action/settings';
import type { OpenWorld } from '../../src/worlds/world';

const LANES = 40;
const STEPS = 60;

/** Searches of rules as small as they can be. */
const small = { ruleCustomers: 20, periods: 12 };
const worlds: Readonly<Record<string, OpenWorld>> = {
  customers: openCustomers(customersConfigSchema.parse(small)),
  'customers whose hidden state is shown': openCustomers(
    customersConfigSchema.parse({ ...small, observe: 'latent' }),
  ),
  'next-best-action': openNextBestAction(nextBestActionConfigSchema.parse({})),
};

/** What a policy takes although it is barred, over many steps; and how often anything was barred at all. */
async function breachesOf(policy: Policy, world: OpenWorld) {
  const environment: VectorEnvironment = world.make(LANES, Random.fromSeed(1));
  let [barred, breaches, steps] = [0, 0, 0];
  const watched: Pick<Policy, 'probabilities'> = {
    async probabilities(decisions, out) {
      await policy.probabilities(decisions, out);
      decisions.allowed!.forEach((is, at) => {
        if (is === 1) return;
        barred += 1;
        if (out[at] !== 0) breaches += 1;
      });
    },
  };
  for await (const _ of play(watched, environment, drawn(Random.fromSeed(2)))) {
    steps += 1;
    if (steps === STEPS) break;
  }
  return { barred, breaches };
}

describe.each(Object.keys(worlds))('%s', (name) => {
  const world = worlds[name]!;
  const context = () => ({ gamma: 0.9, random: Random.fromSeed(3) });

  it.each([
    ['uniform', 0],
    ['contacts-only', 0],
    ['contacts-only', 0.3],
    ['biased', 0],
    ['biased', 0.3],
  ])('a log of %s with %d left to chance shows nothing barred', async (behaviour, explore) => {
    const { barred, breaches } = await breachesOf(
      await behaviourNamed(behaviour, world, context(), explore),
      world,
    );
    expect(barred).toBeGreaterThan(0);
    expect(breaches).toBe(0);
  });

  it('no baseline takes what is barred, nor its exploration', async () => {
    for (const baseline of baselinesOf(world, context())) {
      for (const explore of [0, 0.2]) {
        const policy = await behaviourNamed(baseline.name, world, context(), explore);
        expect([baseline.name, explore, (await breachesOf(policy, world)).breaches]).toEqual([
          ...[baseline.name, explore, 0],
        ]);
      }
    }
  });
});
