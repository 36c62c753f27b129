import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { savedArray, type SavedState } from '../../src/core/saved-state';
import type { ReplayLayout } from '../../src/replay/replay';
import { replayBytes, Ring } from '../../src/replay/ring';
import { numbered } from '../support/numbered-transitions';

const layout = (capacity: number): ReplayLayout => ({ capacity, features: 2, maskedActions: 3 });
const makeRing = (capacity: number) => new Ring(layout(capacity));

describe('Ring', () => {
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
    const ring = makeRing(4);
    for (const numbers of inserts) ring.insert(numbered(...numbers));
    ring.checkInvariants();
    expect(ring.length).toBe(held.length);
    expect(ring.contents()).toEqual(numbered(...held));
  });

  it('is a queue that forgets its oldest, for any sizes of batches', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }),
        (capacity, sizes) => {
          const ring = makeRing(capacity);
          let model: number[] = [];
          let next = 0;
          for (const wanted of sizes) {
            const size = Math.min(wanted, capacity);
            const numbers = Array.from({ length: size }, () => next++);
            ring.insert(numbered(...numbers));
            ring.checkInvariants();
            model = [...model, ...numbers].slice(-capacity);
            expect(ring.contents()).toEqual(numbered(...model));
          }
        },
      ),
    );
  });

  it('keeps the true successor and the discount of a lane that was cut short', () => {
    const ring = makeRing(4);
    // Lane 0 ran into the time limit at 8 and goes on to be worth something; lane 1 terminated.
    ring.insert({
      ...numbered(7, 7),
      discounts: Float32Array.of(0.9, 0),
      nextObservations: Float32Array.of(8, 8, 9, 9),
    });
    const { discounts, nextObservations } = ring.contents();
    expect(discounts).toEqual(Float32Array.of(0.9, 0));
    expect(nextObservations).toEqual(Float32Array.of(8, 8, 9, 9));
  });

  it('copies what is inserted', () => {
    const ring = makeRing(4);
    const batch = numbered(1, 2);
    ring.insert(batch);
    batch.observations.fill(99);
    batch.nextAllowed?.fill(99);
    expect(ring.contents()).toEqual(numbered(1, 2));
  });

  it('has no mask where the environment masks nothing', () => {
    const ring = new Ring({ capacity: 4, features: 2, maskedActions: 0 });
    ring.insert({ ...numbered(1), nextAllowed: null });
    expect(ring.contents().nextAllowed).toBeNull();
  });

  it('reads rows in any order and as often as asked for, in arrays of their own', () => {
    const ring = makeRing(4);
    ring.insert(numbered(1, 2, 3));
    const read = ring.read(Int32Array.of(2, 0, 2));
    expect(read).toEqual(numbered(3, 1, 3));
    read.rewards.fill(0);
    expect(ring.contents()).toEqual(numbered(1, 2, 3));
  });

  it('takes as many bytes as it says', () => {
    // 3 + 2 * 20 + 3 numbers of 4 bytes per transition; other arrays may be freed meanwhile, hence the tolerance.
    const masked = { capacity: 500_000, features: 20, maskedActions: 3 };
    const before = process.memoryUsage().arrayBuffers;
    const ring = new Ring(masked);
    const taken = process.memoryUsage().arrayBuffers - before;
    expect(ring.length).toBe(0);
    expect(replayBytes(masked)).toBe(500_000 * 46 * 4);
    expect(Math.abs(taken / replayBytes(masked) - 1)).toBeLessThan(0.1);
    expect(replayBytes({ capacity: 50_000, features: 3, maskedActions: 0 })).toBe(50_000 * 9 * 4);
  });
});

describe('the state of a Ring', () => {
  it.each([3, 4, 6])('after %i insertions into 4 restores to the same contents', (insertions) => {
    const ring = makeRing(4);
    for (let n = 0; n < insertions; n += 1) ring.insert(numbered(n));
    const restored = makeRing(4);
    restored.insert(numbered(90, 91, 92)); // what a fresh one held before does not matter
    restored.restore(ring.state());
    for (const each of [ring, restored]) each.insert(numbered(50));
    expect(restored.contents()).toEqual(ring.contents());
    expect(restored.state()).toEqual(ring.state());
  });

  it('is a copy, of the filled part only', () => {
    const ring = makeRing(100);
    ring.insert(numbered(1, 2));
    const saved = ring.state();
    ring.insert(numbered(3));
    expect(savedArray(saved, 'rewards', Float32Array)).toEqual(Float32Array.of(10, 20));
  });

  it('names its parts as a batch does, with bytes for actions and masks', () => {
    const ring = makeRing(2);
    ring.insert(numbered(7, 8));
    ring.insert(numbered(9));
    const { observations, nextObservations, rewards, discounts } = numbered(9, 8); // in the order of the ring
    expect(ring.state()).toMatchObject({
      ...{ observations, nextObservations, rewards, discounts },
      actions: Uint8Array.of(9 % 3, 8 % 3),
      nextAllowed: Uint8Array.of(1, 1, 1, 1, 0, 1),
      head: 1,
      length: 2,
    });
  });

  it('has a wider column where an action does not fit a byte', () => {
    const actions = Int32Array.of(255, 256, 16_777_215);
    const ring = makeRing(4);
    ring.insert({ ...numbered(1, 2, 3), actions });
    expect(ring.state().actions).toEqual(actions);
    const restored = makeRing(4);
    restored.restore(ring.state());
    expect(restored.contents()).toEqual({ ...numbered(1, 2, 3), actions });
  });

  it('is refused if it is of another shape or a larger capacity', () => {
    const ring = makeRing(4);
    ring.insert(numbered(1, 2, 3));
    const saved = ring.state();
    expect(() => makeRing(2).restore(saved)).toThrow('3 saved transitions exceed the capacity of 2');
    const wider = new Ring({ ...layout(4), features: 3 });
    expect(() => wider.restore(saved)).toThrow('observations is not a Float32Array of 9 elements');
    const crooked: SavedState = { ...saved, head: 1 };
    expect(() => makeRing(4).restore(crooked)).toThrow('head 1 contradicts length 3 of 4');
  });
});

describe('what a Ring refuses', () => {
  it('more at once than it holds, which would overwrite the batch by itself', () => {
    expect(() => makeRing(2).insert(numbered(1, 2, 3))).toThrow(
      new RangeError('replay: 3 transitions at once exceed the capacity of 2'),
    );
  });

  it.each([
    [0, 2],
    [4, 0],
  ])('capacity %i with %i features', (capacity, features) => {
    expect(() => new Ring({ capacity, features, maskedActions: 0 })).toThrow(
      new RangeError(`replay: capacity and features must be > 0, got ${capacity} and ${features}`),
    );
  });

  it.each(['observations', 'actions', 'rewards', 'discounts', 'nextObservations', 'nextAllowed'])(
    'a column %s of another length, by name, keeping what it held',
    (column) => {
      const ring = makeRing(4);
      ring.insert(numbered(1));
      const wrong = { ...numbered(2), [column]: new Float32Array(7) };
      expect(() => ring.insert(wrong)).toThrow(ShapeError);
      expect(() => ring.insert(wrong)).toThrow(new RegExp(`^${column}: expected`));
      expect(ring.contents()).toEqual(numbered(1));
    },
  );

  it('a missing mask where there is a mask column', () => {
    expect(() => makeRing(4).insert({ ...numbered(1), nextAllowed: null })).toThrow(
      'nextAllowed: expected 3 elements, got 0',
    );
  });

  it.each([-1, 2 ** 24])('action %i, which its column cannot hold', (action) => {
    const ring = makeRing(4);
    expect(() => ring.insert({ ...numbered(1, 2), actions: Int32Array.of(0, action) })).toThrow(
      new RangeError(`replay: expected actions from 0 to 16777215, got ${action}`),
    );
    expect(ring.length).toBe(0);
  });
});
