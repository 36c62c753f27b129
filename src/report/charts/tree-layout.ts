/** Where the questions and leaves of a tree are drawn: in rows, and as far to the right as they are deep. */
import type { ReadableNode } from '../report';

/** A question or a leaf where it is drawn. */
export interface Placed {
  readonly node: ReadableNode;
  readonly depth: number;
  /** Middle of its box, in rows from the top; of a question written once the rows below it are known. */
  row: number;
  /** How the question above was answered; null at the first one. */
  readonly answer: 'yes' | 'no' | null;
  readonly parent: Placed | null;
}

interface ShapeOf {
  readonly depth: number;
  readonly parent: Placed | null;
  readonly answer: Placed['answer'];
}

/** @param next row of the next leaf */
function besideEachOther(node: ReadableNode, at: ShapeOf, next: { row: number }): Placed[] {
  if (node.kind === 'leaf') {
    next.row += 1;
    return [{ node, ...at, row: next.row - 0.5 }];
  }
  const own: Placed = { node, ...at, row: 0 };
  const below = { depth: at.depth + 1, parent: own };
  const yes = besideEachOther(node.yes, { ...below, answer: 'yes' }, next);
  const no = besideEachOther(node.no, { ...below, answer: 'no' }, next);
  own.row = (yes[0]!.row + no[0]!.row) / 2;
  return [own, ...yes, ...no];
}

/** @param next row of whatever comes next */
function belowEachOther(node: ReadableNode, at: ShapeOf, next: { row: number }): Placed[] {
  next.row += 1;
  const own: Placed = { node, ...at, row: next.row - 0.5 };
  if (node.kind === 'leaf') return [own];
  const below = { depth: at.depth + 1, parent: own };
  return [
    own,
    ...belowEachOther(node.yes, { ...below, answer: 'yes' }, next),
    ...belowEachOther(node.no, { ...below, answer: 'no' }, next),
  ];
}

interface Layout {
  readonly placed: readonly Placed[];
  readonly rows: number;
}

const TOP: ShapeOf = { depth: 0, parent: null, answer: null };

/** Leaves a row each; a question in the middle of what it leads to. */
export function dendrogram(tree: ReadableNode): Layout {
  const next = { row: 0 };
  const placed = besideEachOther(tree, TOP, next);
  return { placed, rows: next.row };
}

/** Everything a row, in the order of reading. */
export function outline(tree: ReadableNode): Layout {
  const next = { row: 0 };
  const placed = belowEachOther(tree, TOP, next);
  return { placed, rows: next.row };
}
