import { customerShares, gainsOf } from '../../../src/evaluate/policy-tree/tree-problem';

const base = {
  actionCount: 3,
  // Two decisions
  scores: Float64Array.of(1, 2, 3, 4, 5, 6),
  sampleWeights: Float64Array.of(1, 10),
  allowed: null,
  supported: new Uint8Array(6).fill(1),
  impossible: null,
  toleratedShare: 0.05,
};

it('counts each decision as often as it stands for', () => {
  const { gains, excess } = gainsOf(base);
  expect([...gains]).toEqual([1, 2, 3, 40, 50, 60]);
  expect(excess).toBeNull();
});

it('counts what would be done where a leaf is barred: the lowest allowed action', () => {
  // The first decision allows action 1 alone; the second 0 and 2.
  const { gains } = gainsOf({ ...base, allowed: Uint8Array.of(0, 1, 0, 1, 0, 1) });
  expect([...gains]).toEqual([2, 2, 2, 40, 40, 60]);
});

it('counts at how many decisions a leaf would do what the log hardly tells of, beyond the share that it may', () => {
  const { excess } = gainsOf({ ...base, supported: Uint8Array.of(1, 0, 1, 1, 1, 0) });
  // Of weights 1 and 10: −.05 or 1 − .05; −.5 or 10 − .5
  expect([...excess!].map((one) => Number(one.toFixed(9)))).toEqual([-0.05, 0.95, -0.05, -0.5, -0.5, 9.5]);
});

it('counts the support of what would be done, not of what is barred', () => {
  const { excess } = gainsOf({
    ...base,
    allowed: Uint8Array.of(1, 0, 1, 1, 1, 1),
    supported: Uint8Array.of(0, 1, 1, 1, 1, 1),
  });
  // Action 1 is barred at the first decision, where 0 is done, which is not supported.
  expect([...excess!.subarray(0, 3)].map((one) => Number(one.toFixed(9)))).toEqual([0.95, 0.95, -0.05]);
});

it('takes one decision at which an action was impossible for too many', () => {
  const { excess } = gainsOf({ ...base, impossible: Uint8Array.of(0, 0, 1, 0, 0, 0) });
  // As if it were all 11: no leaf makes up for it.
  expect(excess![2]).toBeCloseTo(11 - 0.05, 12);
  expect(excess![2]! + excess![5]!).toBeGreaterThan(0);
  expect(excess![1]! + excess![4]!).toBeLessThan(0);
});

it('shares each customer among its decisions', () => {
  expect([...customerShares(Int32Array.of(0, 1, 5, 7))]).toEqual([1, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5]);
});
