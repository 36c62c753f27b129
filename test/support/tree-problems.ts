/** Small problems for trees: columns written down as states, and what each action brings where. */
import type { CutColumn } from '../../src/evaluate/policy-tree/cuts';
import type { PolicyTree } from '../../src/evaluate/policy-tree/tree';
import type { TreeProblem } from '../../src/evaluate/policy-tree/tree-problem';

/** A column of numbers 0, 1, 2, …, cut between them. */
export function column(
  name: string,
  states: readonly number[],
  stateCount = Math.max(...states) + 1,
): CutColumn {
  return {
    ...{ name, kind: 'number', states: Uint8Array.from(states), stateCount },
    cuts: Array.from({ length: stateCount - 1 }, (_, i) => ({
      ...{ from: 0, to: i + 1 },
      operators: { lt: i + 1 },
    })),
  };
}

/** @param gains [decisions][actions] */
export function problemOf(
  columns: readonly CutColumn[],
  gains: readonly (readonly number[])[],
  more: Partial<TreeProblem> = {},
): TreeProblem {
  const actionCount = gains[0]!.length;
  return {
    ...{ columns, actionCount, excess: null, leastCustomers: 1 },
    gains: Float64Array.from(gains.flat()),
    candidates: Array.from({ length: actionCount }, (_, action) => action),
    customers: new Float64Array(gains.length).fill(1),
    ...more,
  };
}

export const everyone = ({ gains, actionCount }: TreeProblem): Int32Array =>
  Int32Array.from({ length: gains.length / actionCount }, (_, i) => i);

/** `x < 1 ? 2 : (y < 3 ? 0 : 1)` */
export function written(tree: PolicyTree | null, columns: readonly CutColumn[]): string {
  if (tree === null) return 'none';
  if (tree.kind === 'leaf') return String(tree.action);
  const { operators } = tree.cut;
  const asked = operators.lt === undefined ? JSON.stringify(operators) : `< ${operators.lt}`;
  const below = (one: PolicyTree) =>
    one.kind === 'leaf' ? written(one, columns) : `(${written(one, columns)})`;
  return `${columns[tree.column]!.name} ${asked} ? ${below(tree.yes)} : ${below(tree.no)}`;
}

/** Questions on the longest way. */
export function depthOf(tree: PolicyTree): number {
  return tree.kind === 'leaf' ? 0 : 1 + Math.max(depthOf(tree.yes), depthOf(tree.no));
}

/** Questions whose answer changes nothing: what follows is the same. */
export function idleQuestions(tree: PolicyTree): number {
  if (tree.kind === 'leaf') return 0;
  const isIdle = JSON.stringify(tree.yes) === JSON.stringify(tree.no);
  return (isIdle ? 1 : 0) + idleQuestions(tree.yes) + idleQuestions(tree.no);
}
