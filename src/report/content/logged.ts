/** The blocks of a report on logged contacts: first what the data cannot tell, then the numbers. */
import { policyDescriptions } from './descriptions';
import type { Block } from '../blocks';
import { figures, heading, list, note, numberTable, paragraph } from '../blocks';
import { formatFixed, formatNumber, NOT_IDENTIFIED } from '../format';
import type { LoggedReport, MatchedActions } from '../report';
import { loggedFigures } from './logged-figures';
import { policiesOn, publishedLines, rowSets } from './published-lines';
import { seedBlocks } from './seeds';

/** What the audit looks for; that it fired nowhere is no proof that the log suffices. */
const NOTHING_FOUND =
  'None of the checks of the audit fired: a feature that gives the logged action away, states that never occur with ' +
  'a second action or never occur again, actions that were never logged, contacts that earned exactly what No Action ' +
  'is taken to pay, actions in equal numbers, rows sorted by action. That does not make the log sufficient: what ' +
  'another action would have earned is not in it.';

function limits(report: LoggedReport): Block[] {
  const { warnings } = report;
  return [
    heading('What this data cannot tell'),
    warnings.length === 0 ? paragraph(NOTHING_FOUND) : list(warnings.map((warning) => warning.message)),
    note(
      'Matched actions',
      'rows where the policy chose something else than was logged count 0: an artefact, not a value. Nobody knows ' +
        'what the other action would have earned, so these sums are no estimate of what the policy would earn.',
    ),
  ];
}

function formulas(): Block {
  return {
    kind: 'table',
    caption: 'How each line is computed (c chosen, a logged, r logged reward)',
    columns: [
      { label: 'Line', align: 'left' },
      { label: 'Formula', align: 'left' },
      { label: 'Where c differs from a', align: 'left' },
    ],
    rows: publishedLines.map(({ label, formula, mismatch }) => [label, formula, mismatch]),
    highlighted: null,
  };
}

function linesTable(report: LoggedReport, name: string, rows: MatchedActions): Block {
  const policies = policiesOn(report, rows);
  return numberTable(
    `The published lines on ${name} (${formatNumber(rows.rows)})`,
    ['Line', ...policies.map((policy) => policy.name)],
    publishedLines.map((line) => [line.label, ...policies.map((policy) => line.format(policy.lines, rows))]),
    policies.find((policy) => policy.role === 'model')?.name ?? null,
  );
}

/** Chance per channel: an easy channel must not lend its wins to a hard one. */
function chanceTable(report: LoggedReport): Block[] {
  const rows = rowSets(report).flatMap((set) =>
    policiesOn(report, set.rows).flatMap(({ name, lines }) =>
      lines.channels
        .filter((channel) => channel.skips > 0)
        .map((channel) => [
          name,
          set.name,
          channel.channel,
          ...[channel.rows, channel.skips, channel.wins].map(formatNumber),
          formatFixed(channel.expectedChanceWins, 1),
          formatNumber(channel.losses),
        ]),
    ),
  );
  if (rows.length === 0) return [];
  const labels = ['Policy', 'On', 'Logged channel', 'Rows', 'Left alone', 'Wins', 'By chance', 'Losses'];
  const table = numberTable('No Action against chance, channel by channel', labels, rows);
  const columns = table.columns.map((column, j) => (j < 3 ? { ...column, align: 'left' as const } : column));
  return [{ ...table, columns }];
}

/** What the model would earn, as far as it is known. */
function value({ offPolicy }: LoggedReport): Block[] {
  const model = offPolicy.policies.model;
  if (model === undefined || model.identified) return [];
  return [paragraph(`What the model would earn: ${NOT_IDENTIFIED} (${model.reasons.join('; ')}).`)];
}

export function loggedBlocks(report: LoggedReport): Block[] {
  return [
    ...limits(report),
    ...value(report),
    heading('Model, log and baselines'),
    ...figures(loggedFigures(report)),
    note(
      'By chance',
      'wins to expect if as many rows of each channel had been left alone at random. Only wins beyond that show that ' +
        'the policy knows whom to leave alone.',
    ),
    heading('The published lines'),
    paragraph(
      'The lines of the study by lodist, Deep Reinforcement Learning for Sales Channel Contact Optimization.',
    ),
    formulas(),
    ...rowSets(report).map((set) => linesTable(report, set.name, set.rows)),
    ...chanceTable(report),
    ...seedBlocks(report.seeds),
    heading('The policies'),
    policyDescriptions(report.policies, null),
  ];
}
