/** What `evaluate` prints of a log: what each policy would earn, then the verdict. */
import { logValuesOf } from './content/log-values';
import { valuesText } from './content/log-values-text';
import { formatNumber, formatRatio } from './format';
import type { DataWarning, EvaluatedLog, MatchedActions, Verdict } from './report';
import { numberColumn, textColumn } from './terminal';
import { textTable } from './text-table';

const WIDTH = 120;

/** The published lines: how far policies agree with the log. */
export function matchedText(matched: MatchedActions): string {
  const columns = [
    'reward',
    'contacts',
    'cost',
    'reward/contact',
    'negatives',
    'wins',
    'by chance',
    'losses',
  ];
  const cells = Object.entries(matched.policies).map(([name, lines]) => [
    name,
    ...[lines.reward, lines.contacts, lines.cost].map(formatNumber),
    formatRatio(lines.rewardPerContact),
    `${formatNumber(lines.negativeRewards)} of ${matched.negativeRows}`,
    ...[lines.noActionWins, lines.expectedChanceWins, lines.noActionLosses].map(formatNumber),
  ]);
  return textTable([textColumn('matched actions'), ...columns.map(numberColumn)], cells, WIDTH);
}

/** Every policy: who judges one asks for it by name. */
export function policyValuesText(report: Pick<EvaluatedLog, 'offPolicy' | 'verdict' | 'config'>): string {
  const values = logValuesOf(report);
  return values === undefined ? '' : valuesText(values, WIDTH);
}

export function verdictText({ decision, reasons }: Verdict, warnings: readonly DataWarning[]): string {
  return [
    `verdict: ${decision}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...warnings.map(({ code, message }) => `  ${code}: ${message}`),
  ].join('\n');
}
