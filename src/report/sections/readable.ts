/** The policy that a person can read: drawn, with what it stands on, and what it costs in place of the model. */
import type { Block, Table } from '../blocks';
import { figures, heading, note, paragraph } from '../blocks';
import { actionGroups, actionLegend } from '../charts/action-colours';
import { drawDecisionTree } from '../charts/decision-tree';
import type { Figure } from '../charts/figure';
import { logValuesOf, sentence, type LogValues } from '../content/log-values';
import { boxText, costText, leafRow, leavesOf, outlineOf, readableOpening } from '../content/readable';
import { currencyOf } from '../content/thresholds';
import type { ReadableNode, ReadablePolicy } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

interface Readable {
  readonly readable: ReadablePolicy;
  readonly values: LogValues;
  readonly actions: readonly string[];
  /** What rewards are counted in, with a space before it; or nothing. */
  readonly money: string;
  /** Whether the model keeps within what may be spent. */
  readonly isLimited: boolean;
}

function treeFigure(tree: ReadableNode, { readable: { decisions }, actions }: Readable): Figure {
  const taken = leavesOf(tree).map(({ action }) => action);
  const groups = actionGroups(actions, [taken]);
  return {
    id: 'readable-policy',
    title: tree.kind === 'leaf' ? 'The readable policy: the same for everybody' : 'The readable policy',
    caption:
      tree.kind === 'leaf'
        ? 'Nothing is asked. Decisions are those that the tree was grown on.'
        : 'Read from the first question to an end, which says what is done. Decisions are those that the tree was grown on. ' +
          'Where a value is missing the answer is no, unless the question is whether it is missing.',
    legend: actionLegend(groups, taken),
    outline: outlineOf(tree, decisions),
    draw: (width) => drawDecisionTree(tree, (node) => boxText(node, decisions), groups, width),
  };
}

function leafTable(tree: ReadableNode, unit: string): Table {
  const right = (label: string) => ({ label, align: 'right' as const });
  return {
    ...{ kind: 'table', caption: 'The same as rules, the first that fits decides', highlighted: null },
    columns: [
      { label: 'Of whom', align: 'left' },
      { label: 'Does', align: 'left' },
      ...[right('Decisions'), right(sentence(`${unit}s`)), right('Score'), right('Next best')],
    ],
    rows: leavesOf(tree).map(leafRow),
  };
}

function treeBlocks(tree: ReadableNode, data: Readable): Block[] {
  return [
    paragraph(costText(data.readable, data.values, data.money, data.isLimited)),
    ...figures([treeFigure(tree, data)]),
    leafTable(tree, data.values.offPolicy.unit),
    note(
      'Score',
      'what an action would have brought per decision there, with what follows where decisions follow, doubly robust. Scores chose the ' +
        'tree and are too high for a forecast; what the policy is worth, on decisions that it never saw, stands among the values. ' +
        'An action of a higher score that is not taken may not stand there: the log supports it for too few of these decisions.',
    ),
    note(
      'rules.json',
      'has the same leaves: evaluate --policy judges it, on what the run held out of its log, and a person may change it.',
    ),
  ];
}

export const readable: Section<Readable> = {
  key: 'readable',
  data: (report) => {
    const values = logValuesOf(report);
    if (report.readable === undefined || values === undefined) return undefined;
    const { readable: own, actions, config } = report;
    const isLimited = (report.spending?.limits.length ?? 0) > 0;
    return { readable: own, values, actions, money: currencyOf(config), isLimited };
  },
  blocks: (data) => {
    const { tree } = data.readable;
    return [
      heading('A policy that a person can read'),
      paragraph(readableOpening(data.readable, data.values.offPolicy.unit)),
      ...(tree === null ? [] : treeBlocks(tree, data)),
    ];
  },
  summary: ({ readable: own, values, money, isLimited }) => {
    const text = [readableOpening(own, values.offPolicy.unit), costText(own, values, money, isLimited)];
    return [wrapped(text.join(' ').trim(), '')];
  },
};
