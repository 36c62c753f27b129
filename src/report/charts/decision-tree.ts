/**
 * A decision tree: where there is room, questions from left to right with the leaves below each other; else an outline, a
 * row for each question and each leaf.
 */
import type { EChartsOption } from 'echarts';
import type { ReadableNode } from '../report';
import type { ActionGroup } from './action-colours';
import { colourOf } from './action-colours';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { dendrogram, outline, type Placed } from './tree-layout';
import { FONT_FAMILY, FONT_SIZE, marker } from './theme';

/** What is written into a box. */
export interface BoxText {
  readonly head: string;
  readonly line: string;
}

const BOX = 40;
const ROW = 52;
const GAP = 44;
const MOST_BOX = 210;
const INDENT = 20;
const TAG = 26;
const STRIPE = 8;
const MARGIN = 8;
/** Mean width of a letter in a wide font of this size (DejaVu Sans), bold and not, CSS pixels. */
const BOLD_LETTER = 7.2;
const LETTER = 6.5;

interface Frame {
  readonly left: (depth: number) => number;
  readonly boxWidth: (depth: number) => number;
}

/** As much as fits, whatever font the reader has. */
function cut(text: string, width: number, letter: number): string {
  const most = Math.floor(width / letter);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function textElement(text: string, x: number, y: number, isStrong: boolean): object {
  const style = { fontSize: FONT_SIZE, fontFamily: FONT_FAMILY, verticalAlign: 'middle' };
  const look = isStrong
    ? { fill: marker('ink'), fontWeight: 'bold' }
    : { fill: marker('muted'), fontWeight: 'normal' };
  return { type: 'text', silent: true, style: { ...style, ...look, text, x, y } };
}

function boxElements(
  { node, depth, row }: Placed,
  textOf: (node: ReadableNode) => BoxText,
  groups: readonly ActionGroup[],
  { left, boxWidth }: Frame,
): object[] {
  const [x, y, width] = [left(depth), row * ROW, boxWidth(depth)];
  const { head, line } = textOf(node);
  const room = width - STRIPE - 2 * MARGIN;
  const shape = { x, y: y - BOX / 2, width, height: BOX };
  const stripe = node.kind === 'leaf' && {
    ...{ type: 'rect', silent: true, shape: { ...shape, width: STRIPE } },
    style: { fill: marker(colourOf(groups, node.action)) },
  };
  return [
    {
      ...{ type: 'rect', silent: true, shape },
      style: { fill: marker('surface'), stroke: marker('grid'), lineWidth: 1.5 },
    },
    ...(stripe ? [stripe] : []),
    textElement(cut(head, room, BOLD_LETTER), x + STRIPE + MARGIN, y - 8, true),
    textElement(cut(line, room, LETTER), x + STRIPE + MARGIN, y + 9, false),
  ];
}

function line(points: readonly (readonly [number, number])[]): object {
  const style = { stroke: marker('muted'), lineWidth: 1, fill: 'none' };
  return { type: 'polyline', silent: true, shape: { points }, style };
}

function wideLink({ parent, answer, depth, row }: Placed, { left, boxWidth }: Frame): object[] {
  if (parent === null) return [];
  const from = left(parent.depth) + boxWidth(parent.depth);
  const [x, middle] = [left(depth), from + 12];
  const [above, y] = [parent.row * ROW, row * ROW];
  const points = [
    [from, above],
    [middle, above],
    [middle, y],
    [x, y],
  ] as const;
  return [line(points), textElement(answer!, middle + 4, y - 8, false)];
}

function narrowLink({ parent, answer, depth, row }: Placed, { left }: Frame): object[] {
  if (parent === null) return [];
  const x = left(parent.depth) + INDENT / 2;
  const y = row * ROW;
  const points = [
    [x, parent.row * ROW + BOX / 2],
    [x, y],
    [left(depth), y],
  ] as const;
  return [line(points), textElement(answer!, x + 5, y - 8, false)];
}

const deepest = (placed: readonly Placed[]) => Math.max(...placed.map(({ depth }) => depth));

export function drawDecisionTree(
  tree: ReadableNode,
  textOf: (node: ReadableNode) => BoxText,
  groups: readonly ActionGroup[],
  width: number,
): Drawing {
  const isWide = width >= WIDE;
  const { placed, rows } = isWide ? dendrogram(tree) : outline(tree);
  const columns = deepest(placed) + 1;
  const column = Math.min(MOST_BOX, (width - 2 - GAP * (columns - 1)) / columns);
  const frame: Frame = isWide
    ? { left: (depth) => 1 + depth * (column + GAP), boxWidth: () => column }
    : {
        left: (depth) => 1 + depth * (INDENT + TAG - 6),
        boxWidth: (depth) => width - 2 - depth * (INDENT + TAG - 6),
      };
  const link = isWide ? wideLink : narrowLink;
  const elements = [
    ...placed.flatMap((one) => link(one, frame)),
    ...placed.flatMap((one) => boxElements(one, textOf, groups, frame)),
  ];
  const option = { graphic: elements } as EChartsOption;
  const drawn = isWide ? Math.ceil(columns * column + (columns - 1) * GAP + 2) : width;
  return { width: drawn, height: rows * ROW, option };
}
