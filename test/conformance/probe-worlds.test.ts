import { Random } from '../../src/core/random';
import { checkEnvironment } from '../../src/env/check-environment';
import { PROBE_GAMMA, probes } from '../support/probe-worlds';
import { TabularEnvironment, type World } from '../support/tabular-environment';

/** [places][actions] by value iteration over the table; no place looks at another's observation. */
function optimalQ({ outcomes, actions, forbidden }: World): number[][] {
  let qValues = outcomes.map(() => actions.map(() => 0));
  const best = (place: number) =>
    Math.max(...qValues[place]!.filter((_, action) => forbidden?.[place]?.includes(action) !== true));
  for (let sweep = 0; sweep < 60; sweep += 1) {
    qValues = outcomes.map((row) =>
      row.map(({ reward, next, terminates }) =>
        terminates === true ? reward : reward + PROBE_GAMMA * best(next),
      ),
    );
  }
  return qValues;
}

describe.each(probes)('probe world $world.name', ({ world, qValues }) => {
  it('keeps the contract of an environment', () => {
    expect(() => checkEnvironment(() => new TabularEnvironment(world, 4), Random.fromSeed(1))).not.toThrow();
  });

  it('has the stated Q-values at every place', () => {
    optimalQ(world).forEach((row, place) => {
      if (world.outcomes[place]!.length === 0) return;
      const stated = qValues.get(world.observations[place]!)!;
      row.forEach((value, action) => expect(stated[action]).toBeCloseTo(value, 12));
    });
  });
});
