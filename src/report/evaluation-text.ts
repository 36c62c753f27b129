/** What `evaluate` prints of a log: what each policy would earn, then the verdict. */
import { logCaveat, nobodyReasons } from './content/log-caveats';
import { logValuesOf } from './content/log-values';
import { valuesText } from './content/log-values-text';
import { formatNumber, formatRatio } from './format';
import type { EvaluatedLog, Looks, MatchedActions } from './report';
import { looksText } from './sections/looks';
import { numberColumn, textColumn, wrapped } from './terminal';
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

/** Which look at these decisions it was, and those before. */
export const looksInText = (looks: Looks): string => looksText(looks, WIDTH);

export function verdictText(evaluated: EvaluatedLog): string {
  const { decision, reasons } = evaluated.verdict;
  const caveat = logCaveat(evaluated);
  return [
    `verdict: ${decision}`,
    ...(caveat === '' ? [] : [wrapped(caveat, '', WIDTH)]),
    ...[...reasons, ...nobodyReasons(evaluated)].map((reason) => `  ${reason}`),
    ...evaluated.warnings.map(({ code, message }) => `  ${code}: ${message}`),
  ].join('\n');
}
