import type { Cut, CutColumn } from '../../../src/evaluate/policy-tree/cuts';
import { leafOf, partedBy, type PolicyTree } from '../../../src/evaluate/policy-tree/tree';

const cut: Cut = { from: 0, to: 1, operators: { lt: 1 } };
const other: Cut = { from: 1, to: 2, operators: { eq: 'b' } };
const leaf = (action: number): PolicyTree => ({ kind: 'leaf', action });
const split = (yes: PolicyTree, no: PolicyTree, by = cut): PolicyTree => ({
  ...{ kind: 'split', column: 0, cut: by, yes, no },
});
const column: CutColumn = {
  ...{ name: 'x', kind: 'number', stateCount: 3, cuts: [cut, other] },
  states: Uint8Array.of(0, 1, 2, 0),
};

it('leads each decision to its leaf', () => {
  const tree = split(leaf(7), split(leaf(8), leaf(9), other));
  expect([0, 1, 2, 3].map((i) => leafOf(tree, [column], i).action)).toEqual([7, 8, 9, 7]);
});

it('parts decisions in their order', () => {
  const [yes, no] = partedBy(column, cut, Int32Array.of(3, 2, 0, 1));
  expect([[...yes], [...no]]).toEqual([
    [3, 0],
    [2, 1],
  ]);
});
