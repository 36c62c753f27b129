/** A tree that decides: questions about columns, and an action at each end. */
import type { Cut, CutColumn } from './cuts';

export interface TreeLeaf {
  readonly kind: 'leaf';
  /** Index of the action. */
  readonly action: number;
}

export interface TreeSplit {
  readonly kind: 'split';
  /** Index of the column. */
  readonly column: number;
  readonly cut: Cut;
  readonly yes: PolicyTree;
  readonly no: PolicyTree;
}

export type PolicyTree = TreeLeaf | TreeSplit;

export function isYes({ states }: CutColumn, { from, to }: Cut, decision: number): boolean {
  const state = states[decision]!;
  return state >= from && state < to;
}

/** Which of some decisions answer yes, and which no; both in their order. */
export function partedBy(
  column: CutColumn,
  cut: Cut,
  decisions: Int32Array,
): readonly [yes: Int32Array, no: Int32Array] {
  const [yes, no] = [new Int32Array(decisions.length), new Int32Array(decisions.length)];
  let count = 0;
  for (let i = 0; i < decisions.length; i += 1) {
    const decision = decisions[i]!;
    if (isYes(column, cut, decision)) {
      yes[count] = decision;
      count += 1;
    } else no[i - count] = decision;
  }
  return [yes.slice(0, count), no.slice(0, decisions.length - count)];
}

/** The leaf that a decision comes to. */
export function leafOf(tree: PolicyTree, columns: readonly CutColumn[], decision: number): TreeLeaf {
  let node = tree;
  while (node.kind === 'split') node = isYes(columns[node.column]!, node.cut, decision) ? node.yes : node.no;
  return node;
}
