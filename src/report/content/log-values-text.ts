/** What each policy would earn, as the terminal shows it: when a training ends, and when a policy is judged. */
import { formatDifference, formatEstimate, formatNumber, formatRounded, formatShare } from '../format';
import { numberColumn, terminalTable, textColumn } from '../terminal';
import type { LogValues, NamedResult } from './log-values';
import { knownDifference, knownMetric, namedInText } from './log-values';

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
    effectiveSampleSize === null ? '' : formatRounded(Number(effectiveSampleSize.toPrecision(3))),
    ...[metric('contacts'), metric('cost')],
  ];
}

/** @param names those that are shown; all if not given */
export function valuesText(values: LogValues, names?: ReadonlySet<string>): string {
  const { offPolicy, per, subject, policies } = values;
  const { decisions, units, unit } = offPolicy;
  const columns = [`value ${per}`, `${namedInText(subject.name).replace(/^the /, '')} minus it`];
  const rows = policies
    .filter(({ name }) => names === undefined || names.has(name))
    .map((policy) => cellsOf(values, policy));
  const isEmpty = (j: number) => rows.every((row) => row[j] === '');
  const all = [textColumn('policy'), ...[...columns, 'effective n', 'contacts', 'cost'].map(numberColumn)];
  const kept = all.map((_, j) => j).filter((j) => j < 2 || !isEmpty(j));
  const level = formatShare(subject.value?.interval.level ?? offPolicy.guarantee?.level ?? 0.95);
  return [
    terminalTable(
      kept.map((j) => all[j]!),
      rows.map((row) => kept.map((j) => row[j]!)),
    ),
    `(${formatNumber(decisions)} decisions of ${formatNumber(units)} ${unit}s; ± half the width of the ${level} interval, by ${unit})`,
  ].join('\n');
}
