import { Random } from '../../src/core/random';
import { constantPolicy } from '../../src/policies/constant';
import { drawn, likeliest, play, type Moment } from '../../src/policies/play';
import { uniformPolicy } from '../../src/policies/uniform';
import { CorridorEnvironment } from '../support/corridor-environment';

/** Copies of the first moments, for their arrays are overwritten. */
async function moments(count: number, played: AsyncGenerator<Moment>) {
  const seen: { observations: number[]; actions: number[]; next: number[]; last: number[] }[] = [];
  for await (const { observations, actions, step } of played) {
    seen.push({
      observations: [...observations],
      actions: [...actions],
      next: [...step.nextObservations],
      last: [...step.last],
    });
    if (seen.length === count) break;
  }
  return seen;
}

describe('play', () => {
  it('shows what was decided on beside what came of it, through the end of an episode', async () => {
    const environment = new CorridorEnvironment(1);
    // place, time; place 3 terminates, and the next decision is on the start again
    expect(await moments(4, play(constantPolicy(environment.actions, 1), environment, likeliest))).toEqual([
      { observations: [0, 0], actions: [1], next: [1, 1], last: [0] },
      { observations: [1, 1], actions: [1], next: [2, 2], last: [0] },
      { observations: [2, 2], actions: [1], next: [3, 3], last: [1] },
      { observations: [0, 0], actions: [1], next: [1, 1], last: [0] },
    ]);
  });

  it('draws nothing forbidden', async () => {
    const environment = new CorridorEnvironment(50, 1);
    const seen = await moments(
      20,
      play(uniformPolicy(environment.actions), environment, drawn(Random.fromSeed(1))),
    );
    for (const { observations, actions } of seen) {
      actions.forEach((action, lane) => {
        if (observations[2 * lane] === 1) expect(action).toBe(0);
      });
    }
    expect(seen.some(({ actions }) => actions.includes(1))).toBe(true);
  });

  it('takes the likeliest action, the first of equals', () => {
    const out = new Int32Array(3);
    likeliest(Float32Array.of(0.2, 0.5, 0.3, 0.4, 0.2, 0.4, 0, 0, 1), 3, out);
    expect([...out]).toEqual([1, 0, 2]);
  });
});
