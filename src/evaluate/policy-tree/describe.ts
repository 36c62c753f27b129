/** A tree as people read it: what is asked, of whom a leaf is, and what it stands on. */
import type { Operators } from '../../dataset/rules/rules-schema';
import type { ShapeOfHistories } from '../off-policy/histories-of';
import type { CutColumn } from './cuts';
import { leafOf, type PolicyTree, type TreeLeaf } from './tree';
import type { TreeProblem } from './tree-problem';

export interface ReadableLeaf {
  readonly kind: 'leaf';
  /** Whom it is for, in words: that of the leaf in rules.json. */
  readonly id: string;
  /** Name of the action. */
  readonly action: string;
  /** Of the decisions that the tree was grown on, those that come to it. */
  readonly decisions: number;
  readonly customers: number;
  /** Mean doubly robust score of each action that may stand in a leaf, per decision: what chose it, not what it will bring. */
  readonly scores: Readonly<Record<string, number>>;
}

export interface ReadableQuestion {
  readonly kind: 'question';
  readonly column: string;
  /** As a condition of rules.json asks it. */
  readonly operators: Operators;
  readonly text: string;
  readonly yes: ReadableNode;
  readonly no: ReadableNode;
}

export type ReadableNode = ReadableLeaf | ReadableQuestion;

/** Columns and what each must satisfy, as in a rules file. */
export type Condition = Readonly<Record<string, Operators>>;

/** `visits from 3 to below 10`, `segment is digital`, `age is missing` */
function questionText(column: string, { lt, gte, eq, missing }: Operators): string {
  if (missing === true) return `${column} is missing`;
  if (eq !== undefined) return `${column} is ${typeof eq === 'boolean' ? (eq ? 'yes' : 'no') : eq}`;
  if (lt !== undefined && gte !== undefined) return `${column} from ${gte} to below ${lt}`;
  return lt === undefined ? `${column} at least ${gte!}` : `${column} below ${lt}`;
}

/** Two questions about one column, both answered yes. */
function both(first: Operators | undefined, second: Operators): Operators {
  const tighter = (a: unknown, b: unknown, choose: (...all: number[]) => number) =>
    a !== undefined && b !== undefined ? choose(a as number, b as number) : ((a ?? b) as number | undefined);
  const lt = tighter(first?.lt, second.lt, Math.min);
  const gte = tighter(first?.gte, second.gte, Math.max);
  return { ...first, ...second, ...(lt !== undefined && { lt }), ...(gte !== undefined && { gte }) };
}

/** Leaves as they are tried in a rules file, yes before no: what was asked before has been answered no. */
export interface LeafInOrder {
  readonly leaf: TreeLeaf;
  /** Empty of the last one, which takes all that are left. */
  readonly condition: Condition;
}

export function leavesInOrder(
  tree: PolicyTree,
  columns: readonly CutColumn[],
  condition: Condition = {},
): LeafInOrder[] {
  if (tree.kind === 'leaf') return [{ leaf: tree, condition }];
  const { name } = columns[tree.column]!;
  const asked = { ...condition, [name]: both(condition[name], tree.cut.operators) };
  return [...leavesInOrder(tree.yes, columns, asked), ...leavesInOrder(tree.no, columns, condition)];
}

/** Names of leaves: their conditions; of one that takes what is left of others, that it does. */
export function leafIds(leaves: readonly LeafInOrder[]): string[] {
  return leaves.map(({ condition }) => {
    const asked = Object.entries(condition);
    if (asked.length > 0) return asked.map(([name, operators]) => questionText(name, operators)).join(', ');
    return leaves.length === 1 ? 'everybody' : 'everybody else';
  });
}

interface Counted {
  decisions: number;
  customers: number;
  weight: number;
  /** [candidates] */
  readonly gains: Float64Array;
}

/** What each leaf stands on. */
function countedLeaves(
  tree: PolicyTree,
  { columns, candidates, gains, actionCount }: TreeProblem,
  { units, starts, sampleWeights }: Pick<ShapeOfHistories, 'units' | 'starts' | 'sampleWeights'>,
): Map<TreeLeaf, Counted> {
  const result = new Map<TreeLeaf, Counted>();
  for (let unit = 0; unit < units; unit += 1) {
    const visited = new Set<Counted>();
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      const leaf = leafOf(tree, columns, i);
      const counted = result.get(leaf) ?? {
        ...{ decisions: 0, customers: 0, weight: 0 },
        gains: new Float64Array(candidates.length),
      };
      result.set(leaf, counted);
      visited.add(counted);
      counted.decisions += 1;
      counted.weight += sampleWeights[i]!;
      candidates.forEach((action, k) => (counted.gains[k]! += gains[i * actionCount + action]!));
    }
    for (const counted of visited) counted.customers += 1;
  }
  return result;
}

/** @param actions names by index */
export function describeTree(
  tree: PolicyTree,
  problem: TreeProblem,
  histories: Pick<ShapeOfHistories, 'units' | 'starts' | 'sampleWeights'>,
  actions: readonly string[],
): ReadableNode {
  const { columns, candidates } = problem;
  const leaves = leavesInOrder(tree, columns);
  const ids = new Map(leafIds(leaves).map((id, i) => [leaves[i]!.leaf, id]));
  const counted = countedLeaves(tree, problem, histories);
  const described = (node: PolicyTree): ReadableNode => {
    if (node.kind === 'split') {
      const column = columns[node.column]!.name;
      const { operators } = node.cut;
      const text = questionText(column, operators);
      return { kind: 'question', column, operators, text, yes: described(node.yes), no: described(node.no) };
    }
    const { decisions, customers, weight, gains } = counted.get(node)!;
    const scores = candidates.map((action, k) => [actions[action]!, gains[k]! / weight]);
    return {
      ...{ kind: 'leaf', id: ids.get(node)!, action: actions[node.action]!, decisions, customers },
      scores: Object.fromEntries(scores) as Record<string, number>,
    };
  };
  return described(tree);
}
