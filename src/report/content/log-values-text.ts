/** What each policy would earn, as the terminal shows it: when a training ends, and when a policy is judged. */
import { formatDifference, formatEstimate, formatShare, formatShort } from '../format';
import { numberColumn, textColumn, wrapped } from '../terminal';
import type { TextColumn } from '../text-table';
import { textTable } from '../text-table';
import { decisionsText, heldBackTexts } from './judged-rows';
import type { LogValues, NamedResult } from './log-values';
import { knownDifference, knownMetric, LATER_COUNT_LESS, namedInText } from './log-values';

function cellsOf(values: LogValues, policy: NamedResult): string[] {
  const { name, standing, value, effectiveSampleSize } = policy;
  const difference = knownDifference(values, policy);
  const metric = (key: string) => {
    const estimate = knownMetric(policy, key);
    return estimate === undefined ? '' : formatEstimate(estimate);
  };
  return [
    ...[name, standing === 'known' ? formatEstimate(value?.interval) : standing],
    difference === undefined ? '' : formatDifference(difference),
    effectiveSampleSize === null ? '' : formatShort(effectiveSampleSize),
    ...[metric('contacts'), metric('cost')],
  ];
}

/**
 * Columns from the left, as many as fit beside whole names (of policies that differ at their end nobody would know which is
 * which); what is empty in every row is left out.
 */
function fittingTable(columns: readonly TextColumn[], rows: readonly string[][], width: number): string {
  const used = columns.map((_, j) => j).filter((j) => j < 2 || rows.some((row) => row[j] !== ''));
  const tableOf = (kept: readonly number[]) =>
    textTable(
      kept.map((j) => columns[j]!),
      rows.map((row) => kept.map((j) => row[j]!)),
      width,
    );
  const isCut = (kept: readonly number[]) => tableOf(kept).includes('…');
  let kept = used;
  while (kept.length > 4 && isCut(kept)) kept = kept.slice(0, -1);
  return tableOf(kept);
}

/**
 * @param width most characters of a line
 * @param names those that are shown; all if not given
 */
export function valuesText(values: LogValues, width: number, names?: ReadonlySet<string>): string {
  const { offPolicy, per, subject, policies } = values;
  const rows = policies
    .filter(({ name }) => names === undefined || names.has(name))
    .map((policy) => cellsOf(values, policy));
  const minus = `${namedInText(subject.name).replace(/^the /, '')} minus it`;
  const numbers = [`value ${per}`, minus, 'effective n', 'contacts', 'cost'];
  const table = fittingTable([textColumn('policy'), ...numbers.map(numberColumn)], rows, width);
  const unit = `± half the width of the ${formatShare(values.level)} interval, by ${offPolicy.unit}`;
  const hasCounts = table.split('\n')[0]!.includes('contacts');
  const discount = values.isDiscounted && hasCounts ? `; contacts and cost: ${LATER_COUNT_LESS}` : '';
  const base = `(${decisionsText(offPolicy)}; ${unit}${discount})`;
  return [table, ...[base, ...heldBackTexts(offPolicy)].map((text) => wrapped(text, '', width))].join('\n');
}
