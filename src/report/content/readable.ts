/** A policy that a person can read, in words: what it does of whom, and what it costs in place of the model. */
import { formatEnds, formatNumber, formatShare, formatShort } from '../format';
import type { ReadableLeaf, ReadableNode, ReadablePolicy } from '../report';
import { knownDifference, type LogValues } from './log-values';

/** A line of an outline; 0 stands at the left. */
export interface OutlineLine {
  readonly depth: number;
  readonly text: string;
}

export function leavesOf(node: ReadableNode): ReadableLeaf[] {
  return node.kind === 'leaf' ? [node] : [...leavesOf(node.yes), ...leavesOf(node.no)];
}

const decisionsText = ({ decisions }: ReadableLeaf, all: number) =>
  `${formatNumber(decisions)} decisions, ${formatShare(decisions / all)}`;

/** What stands in the box of a question or a leaf. @param all decisions that the tree was grown on */
export function boxText(node: ReadableNode, all: number): { readonly head: string; readonly line: string } {
  if (node.kind === 'leaf') return { head: node.action, line: decisionsText(node, all) };
  return { head: node.column, line: `${node.text.slice(node.column.length + 1)}?` };
}

/** The tree as nested text. */
export function outlineOf(node: ReadableNode, all: number, depth = 0, answer = ''): OutlineLine[] {
  if (node.kind === 'leaf') return [{ depth, text: `${answer}${node.action} (${decisionsText(node, all)})` }];
  return [
    { depth, text: `${answer}${node.text}?` },
    ...outlineOf(node.yes, all, depth + 1, 'yes: '),
    ...outlineOf(node.no, all, depth + 1, 'no: '),
  ];
}

/** ` (without 5 ...)` */
function leftOutText({ leftOut = { unknown: 0, heldBack: 0 } }: ReadablePolicy, unit: string): string {
  const { unknown, heldBack } = leftOut;
  const parts = [
    ...(unknown === 0
      ? []
      : [`${formatNumber(unknown)} after which the ${unit} goes on and the log does not`]),
    ...(heldBack === 0 ? [] : [`${formatNumber(heldBack)} of ${unit}s who were kept from contacts`]),
  ];
  return parts.length === 0 ? '' : ` (without ${parts.join(', and ')})`;
}

/** What is asked, and what a tree without questions says. */
export function readableOpening(readable: ReadablePolicy, unit: string): string {
  const { tree, reason, decisions } = readable;
  if (tree === null) return `There is no policy beside the model that a person could read: ${reason!}.`;
  const from = `the ${formatNumber(decisions)} decisions that are not judged${leftOutText(readable, unit)}`;
  if (tree.kind === 'leaf')
    return `No rule of these columns is shown to earn more than always doing ${tree.action}: of ${from}, what one half of the ${unit}s suggests gains nothing sure on the other.`;
  const count = leavesOf(tree).length;
  return `Beside the model stands a decision tree of ${formatNumber(count)} leaves, grown on doubly robust scores of ${from}.`;
}

const KEEPS_NO_LIMIT =
  ' It was grown at what the model is charged, and keeps no limit by itself: what it spends stands among contacts and costs.';

/**
 * What it costs to take it in place of the model; empty without one.
 *
 * @param money what rewards are counted in, or nothing
 * @param isLimited whether the model keeps within what may be spent
 */
export function costText(
  readable: ReadablePolicy,
  values: LogValues,
  money: string,
  isLimited: boolean,
): string {
  if (readable.tree === null) return '';
  return `${differenceText(readable, values, money)}${isLimited ? KEEPS_NO_LIMIT : ''}`;
}

function differenceText({ sameAsModel }: ReadablePolicy, values: LogValues, money: string): string {
  if (sameAsModel === 1) return 'At every decision held out the readable policy does what the model does.';
  const readable = values.policies.find(({ name }) => name === 'readable');
  const difference = readable && knownDifference(values, readable);
  const ends = difference && formatEnds(difference);
  const same =
    sameAsModel === null
      ? ''
      : ` It does what the model does at ${formatShare(sameAsModel)} of the decisions held out.`;
  if (!difference || !ends)
    return `It cannot be told from this log what it costs to take the readable policy in place of the model.${same}`;
  const interval = (low: string, high: string) =>
    `(${formatShare(difference.level)} interval ${low} to ${high})`;
  const { per } = values;
  if (difference.low! > 0)
    return `Taking the readable policy in place of the model costs ${ends.value}${money} ${per} ${interval(ends.low, ends.high)}.${same}`;
  if (difference.high! < 0) {
    const minus = (one: number | null) => (one === null ? null : -one);
    const more = formatEnds({
      ...{ value: minus(difference.value), level: difference.level },
      ...{ low: minus(difference.high), high: minus(difference.low) },
    })!;
    return `The readable policy earns ${more.value}${money} more ${per} than the model ${interval(more.low, more.high)}.${same}`;
  }
  return `It is not shown that it costs anything to take the readable policy in place of the model: the model minus it is ${ends.value}${money} ${per} ${interval(ends.low, ends.high)}.${same}`;
}

/** [name, score] of the best action beside that of the leaf; null where there is none. */
function runnerUp({ action, scores }: ReadableLeaf): readonly [string, number] | null {
  const others = Object.entries(scores).filter(([name]) => name !== action);
  return others.reduce<readonly [string, number] | null>(
    (best, one) => (best === null || one[1] > best[1] ? one : best),
    null,
  );
}

/** A row of the table for each leaf, in the order in which they are tried. */
export function leafRow(leaf: ReadableLeaf): string[] {
  const next = runnerUp(leaf);
  const { id, action, decisions, customers, scores } = leaf;
  return [
    ...[id, action, formatNumber(decisions), formatNumber(customers), formatShort(scores[action]!)],
    next === null ? '' : `${next[0]} ${formatShort(next[1])}`,
  ];
}
