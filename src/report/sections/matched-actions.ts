/** Model, log and baselines by the matched actions: held-out rows beside the rows trained on. */
import { figures, heading, note, paragraph } from '../blocks';
import type { BarGroup, BarPanel } from '../charts/bars';
import { drawBarPanels } from '../charts/bars';
import type { Figure, LegendEntry } from '../charts/figure';
import type { MatchedSplits, NamedLines, Matched } from '../content/matched';
import { hasSplits, publishedOf, policiesOn } from '../content/matched';
import { foldedBlocks, foldedText } from '../content/short-list';
import { formatFixed, formatNumber, formatShare } from '../format';
import type { MatchedActionLines, MatchedActions } from '../report';
import { numberColumn, terminalTable, textColumn, wrapped } from '../terminal';
import type { Section } from './section';

type Measure = (lines: MatchedActionLines, rows: MatchedActions) => number | null;

/** Sets of rows differ in size; only what is per row can stand side by side. */
const per100Rows =
  (line: (lines: MatchedActionLines) => number): Measure =>
  (lines, rows) =>
    rows.rows === 0 ? null : (100 * line(lines)) / rows.rows;

const negativeShare: Measure = (lines, rows) =>
  rows.negativeRows === 0 ? null : (100 * lines.negativeRewards) / rows.negativeRows;

function group(
  name: string,
  rows: MatchedActions,
  policies: readonly NamedLines[],
  heldOut: boolean,
  measure: Measure,
  reference?: Measure,
): BarGroup {
  const of = (from: Measure) => (policy: NamedLines) => {
    const lines = rows.policies[policy.name];
    return lines === undefined ? null : from(lines, rows);
  };
  return {
    name,
    values: policies.map(of(measure)),
    colours: policies.map(({ role }) => {
      if (role === 'model') return heldOut ? 'model' : 'modelSoft';
      return heldOut ? 'baseline' : 'baselineSoft';
    }),
    ...(reference === undefined ? {} : { references: policies.map(of(reference)) }),
  };
}

function panel(matched: MatchedSplits, title: string, measure: Measure, reference?: Measure): BarPanel {
  const policies = policiesOn(matched, matched.matchedActions);
  return {
    title,
    groups: [
      group('held-out rows', matched.splits.test, policies, true, measure, reference),
      group('rows trained on', matched.splits.train, policies, false, measure, reference),
    ],
  };
}

const splitLegend: readonly LegendEntry[] = [
  { label: 'model, held-out rows', colour: 'model', mark: 'square' },
  { label: 'model, rows trained on', colour: 'modelSoft', mark: 'square' },
  { label: 'others, held-out', colour: 'baseline', mark: 'square' },
  { label: 'others, trained on', colour: 'baselineSoft', mark: 'square' },
];

function titles(matched: MatchedSplits): { reward: string; cost: string; skips: string } {
  const { test } = matched.splits;
  const policies = policiesOn(matched, test);
  const model = policies.find(({ role }) => role === 'model')?.lines;
  const log = policies.find(({ role }) => role === 'logged')?.lines;
  if (!model || !log) {
    return {
      reward: 'Reward of matched actions, and contacts',
      cost: 'What the contacts cost',
      skips: 'Negative rewards, and No Action against chance',
    };
  }
  return {
    reward:
      `On held-out rows the model's matched reward is ${formatNumber(model.reward)} with ` +
      `${formatNumber(model.contacts)} contacts, the log's ${formatNumber(log.reward)} with ${formatNumber(log.contacts)}`,
    cost: `On held-out rows the model's contacts cost ${formatNumber(model.cost)}, the logged ones ${formatNumber(log.cost)}`,
    skips:
      `On held-out rows No Action wins ${formatNumber(model.noActionWins)} times, where chance gives ` +
      `${formatFixed(model.expectedChanceWins, 1)}, and loses ${formatNumber(model.noActionLosses)} times`,
  };
}

function matchedFigures(matched: MatchedSplits): Figure[] {
  const title = titles(matched);
  const policies = policiesOn(matched, matched.matchedActions);
  const rows = policies.map(({ name, role }) => ({ name, highlighted: role === 'model' }));
  const figure = (
    id: string,
    text: string,
    caption: string,
    panels: readonly BarPanel[],
    legend: readonly LegendEntry[] = splitLegend,
  ): Figure => ({ id, title: text, caption, legend, draw: (width) => drawBarPanels(rows, panels, width) });
  const { train, test } = matched.splits;
  const sizes = `Per 100 rows, so that ${formatNumber(test.rows)} held-out rows and ${formatNumber(train.rows)} rows trained on can be compared.`;
  const negatives = `${formatShare(test.rows === 0 ? null : test.negativeRows / test.rows)} of the held-out rows`;
  return [
    figure(
      'matched-reward',
      title.reward,
      `${sizes} Reward counts only the rows where the policy chose what was logged, so a policy that departs from the ` +
        'log loses reward on paper whatever it would have earned.',
      [
        panel(
          matched,
          'Matched reward per 100 rows',
          per100Rows((lines) => lines.reward),
        ),
        panel(
          matched,
          'Contacts per 100 rows',
          per100Rows((lines) => lines.contacts),
        ),
      ],
    ),
    figure('cost', title.cost, `${sizes} A contact costs the same whether or not it matches the log.`, [
      panel(
        matched,
        'Cost per 100 rows',
        per100Rows((lines) => lines.cost),
      ),
    ]),
    figure(
      'no-action',
      title.skips,
      `Negatives are ${negatives}. A win is a row left alone whose logged contact earned less than 0, a loss one that ` +
        'earned more. The tick is what leaving the same number of rows per channel alone at random would win.',
      [
        panel(matched, 'Negatives incurred, %', negativeShare),
        panel(
          matched,
          'Wins per 100 rows',
          per100Rows((lines) => lines.noActionWins),
          (lines, rows) =>
            lines.noActions === 0 ? null : per100Rows((some) => some.expectedChanceWins)(lines, rows),
        ),
        panel(
          matched,
          'Losses per 100 rows',
          per100Rows((lines) => lines.noActionLosses),
        ),
      ],
      [...splitLegend, { label: 'wins by chance', colour: 'ink', mark: 'tick' }],
    ),
  ];
}

function terminalPart(matched: MatchedSplits): string {
  const rows = matched.splits.test;
  const columns = [
    textColumn(`matched actions, ${formatNumber(rows.rows)} held-out rows`),
    ...['reward', 'contacts', 'cost', 'negatives', 'wins', 'by chance', 'losses'].map(numberColumn),
  ];
  const cells = policiesOn(matched, rows).map(({ name, lines }) => [
    name,
    ...[lines.reward, lines.contacts, lines.cost, lines.negativeRewards].map(formatNumber),
    formatNumber(lines.noActionWins),
    formatFixed(lines.expectedChanceWins, 1),
    formatNumber(lines.noActionLosses),
  ]);
  const folded = foldedText(matched.shortList).map((text) => wrapped(text, ''));
  return [terminalTable(columns, cells), ...folded].join('\n');
}

export const matchedActions: Section<Matched> = {
  key: 'matched-actions',
  data: publishedOf,
  blocks: (matched) => [
    heading('Where the policies would have done the same: not what they would earn'),
    paragraph(
      'The published study counted the rewards of the rows at which a policy chooses what was logged. That says how far ' +
        'policies agree with the log, not what they are worth.',
    ),
    ...foldedBlocks(matched.shortList),
    ...(hasSplits(matched) ? figures(matchedFigures(matched)) : []),
    note(
      'Matched actions',
      'rows where the policy chose something else than was logged count 0: an artefact, not a value. Nobody knows ' +
        'what the other action would have earned, so these sums are no estimate of what the policy would earn.',
    ),
    note(
      'By chance',
      'wins to expect if as many rows of each channel had been left alone at random. Only wins beyond that show that ' +
        'the policy knows whom to leave alone.',
    ),
  ],
  summary: (matched) => (hasSplits(matched) ? [terminalPart(matched)] : []),
};
