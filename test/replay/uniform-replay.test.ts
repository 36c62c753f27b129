import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import { savedArray, type SavedState } from '../../src/core/saved-state';
import type { TransitionBatch } from '../../src/replay/transition';
import { replayBytes, UniformReplay, type ReplayLayout } from '../../src/replay/uniform-replay';

/** Transitions told apart by one number: everything in them is made of it. */
function numbered(...numbers: readonly number[]): TransitionBatch {
  return {
    size: numbers.length,
    observations: Float32Array.from(numbers.flatMap((n) => [n, n + 0.25])),
    actions: Int32Array.from(numbers, (n) => n % 3),
    rewards: Float32Array.from(numbers, (n) => 10 * n),
    discounts: Float32Array.from(numbers, (n) => (n % 5 === 0 ? 0 : 0.5)),
    nextObservations: Float32Array.from(numbers.flatMap((n) => [n + 1, n + 1.25])),
    nextAllowed: Float32Array.from(numbers.flatMap((n) => [1, n % 2, 1])),
  };
}

const layout = (capacity: number): ReplayLayout => ({ capacity, features: 2, maskedActions: 3 });
const makeReplay = (capacity: number, seed = 1) => new UniformReplay(layout(capacity), Random.fromSeed(seed));

describe('UniformReplay', () => {
  it.each([
    { inserts: [[]], held: [] },
    { inserts: [[1, 2]], held: [1, 2] },
    { inserts: [[1, 2], [3]], held: [1, 2, 3] },
    {
      inserts: [
        [1, 2],
        [3, 4],
      ],
      held: [1, 2, 3, 4],
    },
    { inserts: [[1, 2, 3, 4], [5]], held: [2, 3, 4, 5] },
    {
      inserts: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      held: [3, 4, 5, 6],
    },
    {
      inserts: [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      held: [6, 7, 8, 9],
    },
    {
      inserts: [
        [1, 2, 3],
        [4, 5, 6, 7],
      ],
      held: [4, 5, 6, 7],
    },
    { inserts: [[1], [2], [3], [4], [5], [6], [7], [8], [9]], held: [6, 7, 8, 9] },
  ])('of 4 holds $held after $inserts, oldest first', ({ inserts, held }) => {
    const replay = makeReplay(4);
    for (const numbers of inserts) replay.insert(numbered(...numbers));
    replay.checkInvariants();
    expect(replay.length).toBe(held.length);
    expect(replay.contents()).toEqual(numbered(...held));
  });

  it('is a queue that forgets its oldest, for any sizes of batches', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }),
        (capacity, sizes) => {
          const replay = makeReplay(capacity);
          let model: number[] = [];
          let next = 0;
          for (const wanted of sizes) {
            const size = Math.min(wanted, capacity);
            const numbers = Array.from({ length: size }, () => next++);
            replay.insert(numbered(...numbers));
            replay.checkInvariants();
            model = [...model, ...numbers].slice(-capacity);
            expect(replay.contents()).toEqual(numbered(...model));
          }
        },
      ),
    );
  });

  it('keeps the true successor and the discount of a lane that was cut short', () => {
    const replay = makeReplay(4);
    // Lane 0 ran into the time limit at 8 and goes on to be worth something; lane 1 terminated.
    replay.insert({
      ...numbered(7, 7),
      discounts: Float32Array.of(0.9, 0),
      nextObservations: Float32Array.of(8, 8, 9, 9),
    });
    const { discounts, nextObservations } = replay.contents();
    expect(discounts).toEqual(Float32Array.of(0.9, 0));
    expect(nextObservations).toEqual(Float32Array.of(8, 8, 9, 9));
  });

  it('copies what is inserted', () => {
    const replay = makeReplay(4);
    const batch = numbered(1, 2);
    replay.insert(batch);
    batch.observations.fill(99);
    batch.nextAllowed?.fill(99);
    expect(replay.contents()).toEqual(numbered(1, 2));
  });

  it('has no mask where the environment masks nothing', () => {
    const replay = new UniformReplay({ capacity: 4, features: 2, maskedActions: 0 }, Random.fromSeed(1));
    replay.insert({ ...numbered(1), nextAllowed: null });
    expect(replay.contents().nextAllowed).toBeNull();
    expect(replay.sample(3).nextAllowed).toBeNull();
  });

  it('samples whole transitions, in arrays of their own', () => {
    const replay = makeReplay(8);
    replay.insert(numbered(1, 2, 3, 4, 5));
    const batch = replay.sample(64);
    expect(batch).toEqual(numbered(...Array.from(batch.rewards, (reward) => reward / 10)));
    batch.rewards.fill(0);
    expect(replay.contents()).toEqual(numbered(1, 2, 3, 4, 5));
  });

  it('samples every transition equally often, and none that was overwritten', () => {
    const replay = makeReplay(10);
    replay.insert(numbered(1, 2, 3, 4, 5, 6));
    replay.insert(numbered(7, 8, 9, 10, 11, 12));
    const counts = new Map<number, number>();
    for (const reward of replay.sample(20_000).rewards) {
      counts.set(reward, (counts.get(reward) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.88); // 99.9 % quantile, 9 degrees of freedom
  });

  it('samples nothing beyond what is filled', () => {
    const replay = makeReplay(1000);
    replay.insert(numbered(1, 2));
    expect([...new Set(replay.sample(200).rewards)].sort()).toEqual([10, 20]);
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
          const single = Array.from({ length: batches }, () => oneByOne.sample(size));
          expect(atOnce.sample(batches * size)).toEqual(stacked(single));
          expect(atOnce.state()).toEqual(oneByOne.state());
        },
      ),
    );
  });

  it('takes as many bytes as it says', () => {
    // 3 + 2 * 20 + 3 numbers of 4 bytes per transition; other arrays may be freed meanwhile, hence the tolerance.
    const masked = { capacity: 500_000, features: 20, maskedActions: 3 };
    const before = process.memoryUsage().arrayBuffers;
    const replay = new UniformReplay(masked, Random.fromSeed(1));
    const taken = process.memoryUsage().arrayBuffers - before;
    expect(replay.length).toBe(0);
    expect(replayBytes(masked)).toBe(500_000 * 46 * 4);
    expect(Math.abs(taken / replayBytes(masked) - 1)).toBeLessThan(0.1);
    expect(replayBytes({ capacity: 50_000, features: 3, maskedActions: 0 })).toBe(50_000 * 9 * 4);
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
    expect(restored.contents()).toEqual(replay.contents());
    expect(restored.sample(50)).toEqual(replay.sample(50));
    expect(restored.state()).toEqual(replay.state());
  });

  it('is a copy, of the filled part only', () => {
    const replay = makeReplay(100);
    replay.insert(numbered(1, 2));
    const saved = replay.state();
    replay.insert(numbered(3));
    expect(savedArray(saved, 'rewards', Float32Array)).toEqual(Float32Array.of(10, 20));
  });

  it('names its parts as a batch does, with bytes for actions and masks', () => {
    const replay = makeReplay(2);
    replay.insert(numbered(7, 8));
    replay.insert(numbered(9));
    const { observations, nextObservations, rewards, discounts } = numbered(9, 8); // in the order of the ring
    expect(replay.state()).toMatchObject({
      ...{ observations, nextObservations, rewards, discounts },
      actions: Uint8Array.of(9 % 3, 8 % 3),
      nextAllowed: Uint8Array.of(1, 1, 1, 1, 0, 1),
      head: 1,
      length: 2,
    });
  });

  it('refuses a state of another shape, a larger capacity or another stream', () => {
    const replay = makeReplay(4);
    replay.insert(numbered(1, 2, 3));
    const saved = replay.state();
    expect(() => makeReplay(2).restore(saved)).toThrow('3 saved transitions exceed the capacity of 2');
    const wider = new UniformReplay({ ...layout(4), features: 3 }, Random.fromSeed(1));
    expect(() => wider.restore(saved)).toThrow('observations is not a Float32Array of 9 elements');
    expect(() => makeReplay(4, 2).restore(saved)).toThrow('random stream 2');
    const crooked: SavedState = { ...saved, head: 1 };
    expect(() => makeReplay(4).restore(crooked)).toThrow('head 1 contradicts length 3 of 4');
  });
});

describe('what a UniformReplay refuses', () => {
  it('sampling while empty', () => {
    expect(() => makeReplay(4).sample(1)).toThrow(new RangeError('replay: cannot sample, it is empty'));
  });

  it('more at once than it holds, which would overwrite the batch by itself', () => {
    expect(() => makeReplay(2).insert(numbered(1, 2, 3))).toThrow(
      new RangeError('replay: 3 transitions at once exceed the capacity of 2'),
    );
  });

  it.each([
    [0, 2],
    [4, 0],
  ])('capacity %i with %i features', (capacity, features) => {
    expect(() => new UniformReplay({ capacity, features, maskedActions: 0 }, Random.fromSeed(1))).toThrow(
      new RangeError(`replay: capacity and features must be > 0, got ${capacity} and ${features}`),
    );
  });

  it.each(['observations', 'actions', 'rewards', 'discounts', 'nextObservations', 'nextAllowed'])(
    'a column %s of another length, by name, keeping what it held',
    (column) => {
      const replay = makeReplay(4);
      replay.insert(numbered(1));
      const wrong = { ...numbered(2), [column]: new Float32Array(7) };
      expect(() => replay.insert(wrong)).toThrow(ShapeError);
      expect(() => replay.insert(wrong)).toThrow(new RegExp(`^${column}: expected`));
      expect(replay.contents()).toEqual(numbered(1));
    },
  );

  it('a missing mask where there is a mask column', () => {
    expect(() => makeReplay(4).insert({ ...numbered(1), nextAllowed: null })).toThrow(
      'nextAllowed: expected 3 elements, got 0',
    );
  });

  it.each([-1, 256])('action %i, which its column cannot hold', (action) => {
    const replay = makeReplay(4);
    expect(() => replay.insert({ ...numbered(1, 2), actions: Int32Array.of(0, action) })).toThrow(
      new RangeError(`replay: expected actions from 0 to 255, got ${action}`),
    );
    expect(replay.length).toBe(0);
  });
});
