/** The audit of a log as one self-contained page. It brings the chart library with it: import it only where one is wanted. */
import type { Block } from './blocks';
import { figures, heading, list, paragraph } from './blocks';
import { drawBarPanels } from './charts/bars';
import type { Figure } from './charts/figure';
import { actionGroups, actionLegend, colourOf, type ActionGroup } from './charts/action-colours';
import { drawStackedBars } from './charts/stacked-bars';
import type { CheckedLog } from './checked-log';
import { countsText, examplesText, sizeFacts } from './content/checked-log';
import { formatFixed, formatNumber, formatShare } from './format';
import { pageHtml } from './html';

type Overview = CheckedLog['overview'];

/** Actions with a bar of their own. */
const MOST_ACTIONS = 15;

const severities = [
  ['block', 'What blocks: mend it first'],
  ['warn', 'What limits the conclusions'],
  ['note', 'What is to be known'],
] as const;

function findingBlocks(findings: CheckedLog['findings']): Block[] {
  return severities.flatMap(([severity, title]) => {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) return [];
    const text = ({ message, lines, code }: (typeof own)[number]) =>
      `${message} (${[code, examplesText(lines)].filter((part) => part !== '').join(', ')})`;
    return [heading(title), list(own.map(text))];
  });
}

function byFrequency({ actions }: Overview): Overview['actions'] {
  return [...actions].sort((a, b) => b.decisions - a.decisions);
}

function actionsFigure(overview: Overview, groups: readonly ActionGroup[]): Figure {
  const shown = byFrequency(overview).slice(0, MOST_ACTIONS);
  const rows = shown.map(({ name }) => ({ name, highlighted: false }));
  const colours = shown.map(({ name }) => colourOf(groups, name));
  const [first] = shown;
  const left = overview.actions.length - shown.length;
  return {
    id: 'actions',
    title: `${first!.name} is the most frequent action: ${formatShare(first!.share)} of ${formatNumber(overview.decisions)} decisions`,
    caption:
      'What the rows of an action earned on average is no comparison of actions unless they were drawn at random: ' +
      `customers who met one may differ from those who met another.${left === 0 ? '' : ` ${formatNumber(left)} rarer actions are not drawn.`}`,
    legend: [],
    draw: (width) =>
      drawBarPanels(
        rows,
        [
          {
            title: 'Decisions',
            groups: [{ name: 'decisions', values: shown.map(({ decisions }) => decisions), colours }],
          },
          {
            title: 'Mean reward',
            groups: [{ name: 'reward', values: shown.map(({ meanReward }) => meanReward), colours }],
          },
        ],
        width,
      ),
  };
}

/** Shares of the actions in each part of the time; undefined where the log has no time. */
function periodsFigure({ periods, actions }: Overview, groups: readonly ActionGroup[]): Figure[] {
  if (periods.length === 0) return [];
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const shares = groups.map((group) => ({
    ...{ name: group.label, colour: group.colour },
    shares: periods.map(({ counts }) => {
      const own = counts.filter((_, action) => group.actions.has(actions[action]!.name));
      return total(own) / Math.max(1, total(counts));
    }),
  }));
  const busiest = periods.reduce((a, b) => (total(b.counts) > total(a.counts) ? b : a));
  return [
    {
      id: 'time',
      title: `Actions over time: the busiest part, from ${busiest.label} on, has ${formatNumber(total(busiest.counts))} decisions`,
      caption:
        'Each row is one twelfth of the time of the log, from its beginning; a row without bar had no decision.',
      legend: actionLegend(
        groups,
        actions.filter(({ decisions }) => decisions > 0).map(({ name }) => name),
      ),
      draw: (width) =>
        drawStackedBars(
          periods.map(({ label }) => label),
          shares,
          width,
        ),
    },
  ];
}

function rewardsFigure({ rewards, decisions }: Overview): Figure {
  const usual = rewards.reduce((a, b) => (b.decisions > a.decisions ? b : a));
  return {
    id: 'rewards',
    title: `Rewards: ${formatShare(usual.decisions / Math.max(1, decisions))} of the decisions earned ${usual.label}`,
    caption: 'Decisions by what they earned.',
    legend: [],
    draw: (width) =>
      drawBarPanels(
        rewards.map(({ label }) => ({ name: label, highlighted: false })),
        [
          {
            title: 'Decisions',
            groups: [
              {
                name: 'decisions',
                values: rewards.map((bin) => bin.decisions),
                colours: rewards.map(() => 'model' as const),
              },
            ],
          },
        ],
        width,
      ),
  };
}

const left = { align: 'left' as const };
const right = { align: 'right' as const };

function groupsTable({ groups, customers }: Overview): Block[] {
  if (groups.length === 0) return [];
  return [
    {
      ...{ kind: 'table', caption: 'Groups', highlighted: null },
      columns: [
        { label: 'Group', ...left },
        ...['Rows', ...(customers === null ? [] : ['Customers'])].map((label) => ({ label, ...right })),
      ],
      rows: groups.map((group) => [
        ...[group.name, formatNumber(group.rows)],
        ...(customers === null ? [] : [formatNumber(group.customers)]),
      ]),
    },
  ];
}

function tables(overview: Overview): Block[] {
  const { columns, actions, customers } = overview;
  return [
    {
      ...{ kind: 'table', caption: 'Actions', highlighted: null },
      columns: [
        { label: 'Action', ...left },
        { label: 'Decisions', ...right },
        ...(customers === null ? [] : [{ label: 'Customers', ...right }]),
        { label: 'Share', ...right },
        { label: 'Mean reward', ...right },
      ],
      rows: actions.map((action) => [
        ...[action.name, formatNumber(action.decisions)],
        ...(customers === null ? [] : [formatNumber(action.customers)]),
        ...[`${formatFixed(100 * action.share, 1)} %`, formatNumber(action.meanReward)],
      ]),
    },
    ...groupsTable(overview),
    {
      ...{ kind: 'table', caption: 'Columns', highlighted: null },
      columns: [
        ...['Column', 'Meaning', 'Kind'].map((label) => ({ label, ...left })),
        ...['Missing', 'Distinct'].map((label) => ({ label, ...right })),
        { label: 'Values', ...left },
      ],
      rows: columns.map(({ name, meaning, kind, missingShare, distinct, range }) => [
        ...[name, meaning, kind, formatShare(missingShare), formatNumber(distinct), range],
      ]),
    },
  ];
}

/** What comes of the findings, in one sentence. */
function headlineOf({ findings }: CheckedLog): { state: string; headline: string } {
  const has = (severity: string) => findings.some((finding) => finding.severity === severity);
  if (has('block'))
    return { state: 'worse', headline: 'What is learned from this log as it is would be wrong.' };
  if (has('warn')) return { state: 'limited', headline: 'This log can be learned from, within limits.' };
  return { state: 'better', headline: 'No check found a fault in this log.' };
}

export function checkedLogHtml(checked: CheckedLog): string {
  const { data, dataHash, overview, findings } = checked;
  const { state, headline } = headlineOf(checked);
  const groups = actionGroups(
    overview.actions.map(({ name }) => name),
    [overview.actions.flatMap(({ name, share }) => new Array<string>(Math.ceil(100 * share)).fill(name))],
  );
  const charts =
    overview.decisions === 0
      ? []
      : [actionsFigure(overview, groups), ...periodsFigure(overview, groups), rewardsFigure(overview)];
  return pageHtml({
    ...{ title: `${headline} contact-dqn, ${data}`, state, headline },
    kicker: `Check of data · ${data}`,
    caveat: '',
    numbers: [],
    reasons: [countsText(checked)],
    facts: [...sizeFacts(overview), `sha-256 ${dataHash.slice(0, 12)}`],
    blocks: [
      ...findingBlocks(findings),
      heading('What the log holds'),
      ...figures(charts),
      ...tables(overview),
      paragraph(
        'That no check fired is no proof that a log suffices: what another action would have earned is not in it.',
      ),
    ],
    details: null,
  });
}
