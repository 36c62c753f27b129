import fc from 'fast-check';
import { returnsOf } from '../../src/rl/returns';
import { traceTargets, type TracedHistories } from '../../src/rl/trace-targets';

/** Two histories of two actions: three decisions, the last of which is cut, and one that ends. */
const histories: TracedHistories = {
  actionCount: 2,
  actions: Int32Array.of(0, 1, 0, 1),
  rewards: Float32Array.of(1, 2, 4, 8),
  discounts: Float32Array.of(0.5, 0.5, 0, 0),
  next: Int32Array.of(1, 2, -1, -1),
  allowed: null,
};
const qValues = Float32Array.of(0, 0, 10, 6, 4, 12, 3, 5);
const isCut = (row: number) => row === 2;
const targets = (lambda: number, given: Partial<TracedHistories> = {}) => [
  ...traceTargets({ ...histories, ...given }, qValues, isCut, lambda),
];

describe('targets with traces', () => {
  it('without them are those of Q-learning', () => {
    // 1 + .5 · 10, 2 + .5 · 12; of the cut one its value, of the last one its reward.
    expect(targets(0)).toEqual([6, 8, 4, 8]);
  });

  it('add the surprise about the logged action, which what is cut does not have', () => {
    // The second is 8, and 6 was expected of its action: 1 + .5 · (10 + .5 · 2).
    expect(targets(0.5)).toEqual([6.5, 8, 4, 8]);
    // Had the customer gone after the third, which paid 4 as expected, nothing would change; paying 6, it would.
    const paid = traceTargets(
      { ...histories, rewards: Float32Array.of(1, 2, 6, 8) },
      qValues,
      () => false,
      1,
    );
    expect([...paid]).toEqual([1 + 0.5 * (10 + (9 - 6)), 2 + 0.5 * (12 + 2), 6, 8]);
  });

  it('take the best of what is allowed', () => {
    expect(targets(0, { allowed: Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 1) })).toEqual([4, 4, 4, 8]);
  });

  it('are the return where the logged action is the only one, whatever is thought of it', () => {
    const numbers = fc.float({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ reward: numbers, value: numbers }), { minLength: 1, maxLength: 20 }),
        (rows) => {
          const n = rows.length;
          const rewards = Float32Array.from(rows, ({ reward }) => reward);
          const discounts = Float32Array.from(rows, (_, i) => (i + 1 < n ? 0.75 : 0));
          const next = Int32Array.from(rows, (_, i) => (i + 1 < n ? i + 1 : -1));
          const found = traceTargets(
            { actionCount: 1, actions: new Int32Array(n), rewards, discounts, next, allowed: null },
            Float32Array.from(rows, ({ value }) => value),
            () => false,
            1,
          );
          returnsOf(rewards, discounts, next).forEach((sum, i) => expect(found[i]).toBeCloseTo(sum, 2));
        },
      ),
    );
  });

  it('refuse a decision that comes after what follows it', () => {
    expect(() => targets(0.5, { next: Int32Array.of(1, 0, -1, -1) })).toThrow(
      'decision 1: expected a later one to follow, got 0',
    );
  });
});
