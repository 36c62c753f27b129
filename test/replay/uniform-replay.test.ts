import fc from 'fast-check';
import { Random } from '../../src/core/random';
import type { ReplayLayout } from '../../src/replay/replay';
import type { TransitionBatch } from '../../src/replay/transition';
import { UniformReplay } from '../../src/replay/uniform-replay';
import { numbered } from '../support/numbered-transitions';

const layout = (capacity: number): ReplayLayout => ({ capacity, features: 2, maskedActions: 3 });
const makeReplay = (capacity: number, seed = 1) => new UniformReplay(layout(capacity), Random.fromSeed(seed));

describe('UniformReplay', () => {
  it('samples whole transitions, in arrays of their own, and says where they lie', () => {
    const replay = makeReplay(8);
    replay.insert(numbered(1, 2, 3, 4, 5));
    const { batch, rows, weights } = replay.sample(64);
    expect(batch).toEqual(numbered(...Array.from(rows, (row) => row + 1)));
    expect(weights).toBeNull();
    batch.rewards.fill(0);
    expect(replay.sample(64).batch.rewards).not.toContain(0);
  });

  it('samples every transition equally often, and none that was overwritten', () => {
    const replay = makeReplay(10);
    replay.insert(numbered(1, 2, 3, 4, 5, 6));
    replay.insert(numbered(7, 8, 9, 10, 11, 12));
    const counts = new Map<number, number>();
    for (const reward of replay.sample(20_000).batch.rewards) {
      counts.set(reward, (counts.get(reward) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.88); // 99.9 % quantile, 9 degrees of freedom
  });

  it('samples nothing beyond what is filled', () => {
    const replay = makeReplay(1000);
    replay.insert(numbered(1, 2));
    expect([...new Set(replay.sample(200).batch.rewards)].sort()).toEqual([10, 20]);
  });

  it('samples the same whatever it is told of errors, and says that it needs none', () => {
    const [told, untold] = [makeReplay(4), makeReplay(4)];
    for (const replay of [told, untold]) replay.insert(numbered(1, 2, 3));
    told.update();
    expect(told.sample(20)).toEqual(untold.sample(20));
    expect([told.weighted, told.wantsErrors]).toEqual([false, false]);
  });

  it('draws k batches of n at once as the k batches one after the other, from the same stream', () => {
    const stacked = (batches: readonly TransitionBatch[]): TransitionBatch =>
      numbered(...batches.flatMap(({ rewards }) => Array.from(rewards, (reward) => reward / 10)));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer(),
        (held, batches, size, seed) => {
          const [atOnce, oneByOne] = [0, 1].map(() => makeReplay(10, seed)) as [UniformReplay, UniformReplay];
          const numbers = Array.from({ length: Math.min(held, 10) }, (_, i) => i + 1);
          for (const replay of [atOnce, oneByOne]) replay.insert(numbered(...numbers));
          const single = Array.from({ length: batches }, () => oneByOne.sample(size).batch);
          expect(atOnce.sample(batches * size).batch).toEqual(stacked(single));
          expect(atOnce.state()).toEqual(oneByOne.state());
        },
      ),
    );
  });
});

describe('the state of a UniformReplay', () => {
  it.each([3, 4, 6])('after %i insertions into 4 restores to the same later samples', (insertions) => {
    const replay = makeReplay(4);
    for (let n = 0; n < insertions; n += 1) replay.insert(numbered(n));
    replay.sample(5);
    const saved = replay.state();
    const restored = makeReplay(4);
    restored.insert(numbered(90, 91, 92)); // what a fresh one held before does not matter
    restored.restore(saved);
    for (const each of [replay, restored]) each.insert(numbered(50));
    expect(restored.sample(50)).toEqual(replay.sample(50));
    expect(restored.state()).toEqual(replay.state());
  });

  it('is that of another stream, and refused by it', () => {
    const replay = makeReplay(4);
    replay.insert(numbered(1, 2, 3));
    expect(() => makeReplay(4, 2).restore(replay.state())).toThrow('random stream 2');
  });
});

it('an empty UniformReplay cannot be sampled', () => {
  expect(() => makeReplay(4).sample(1)).toThrow(new RangeError('replay: cannot sample, it is empty'));
});
