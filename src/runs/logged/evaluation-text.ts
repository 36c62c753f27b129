/** What `evaluate` prints of a log: what each policy would earn, then the verdict. */
import type { DataWarning } from '../../dataset/audit/finding';
import type { MatchedActions } from '../../evaluate/logged/matched-actions';
import type { OffPolicy, OffPolicyResult } from '../../evaluate/off-policy/result';
import {
  formatDifference,
  formatEstimate,
  formatNumber,
  formatRatio,
  formatRounded,
  NOT_IDENTIFIED,
} from '../../report/format';
import type { Verdict } from '../../report/report';
import { numberColumn, textColumn } from '../../report/terminal';
import { textTable } from '../../report/text-table';

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

/** What too few customers speak for is not printed as if it were known. */
function cellsOf(name: string, result: OffPolicyResult): string[] {
  const { value, effectiveSampleSize, difference, metrics, doubts, identified } = result;
  const size = effectiveSampleSize === null ? '' : formatRounded(effectiveSampleSize);
  if (value === null || !identified) return [name, NOT_IDENTIFIED, '', size, '', ''];
  if (doubts.length > 0) return [name, 'cannot tell', '', size, '', ''];
  return [
    ...[name, formatEstimate(value.interval)],
    ...[difference === null ? '' : formatDifference(difference.interval), size],
    ...[metrics.contacts, metrics.cost].map((metric) => (metric === undefined ? '' : formatEstimate(metric))),
  ];
}

/** Best first; what has no value last. */
export function valuesText({ policies, subject, estimand, units, decisions, unit }: OffPolicy): string {
  const per = estimand === 'history' ? `per ${unit}` : 'per decision';
  const columns = [`value ${per}`, `${subject} minus it`, 'effective n', 'contacts', 'cost'];
  const valueOf = ({ value, doubts }: OffPolicyResult) =>
    doubts.length > 0 ? -Infinity : (value?.interval.value ?? -Infinity);
  const rows = Object.entries(policies)
    .sort(([, a], [, b]) => (valueOf(b) > valueOf(a) ? 1 : valueOf(b) < valueOf(a) ? -1 : 0))
    .map(([name, result]) => cellsOf(name, result));
  return [
    textTable([textColumn('policy'), ...columns.map(numberColumn)], rows, WIDTH),
    `(${formatNumber(decisions)} decisions of ${formatNumber(units)} ${unit}s; ± half the width of the 95 % interval, by ${unit})`,
  ].join('\n');
}

export function verdictText({ decision, reasons }: Verdict, warnings: readonly DataWarning[]): string {
  return [
    `verdict: ${decision}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...warnings.map(({ code, message }) => `  ${code}: ${message}`),
  ].join('\n');
}
