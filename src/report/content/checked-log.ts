/** What a log holds and what was found in it, in the words that the terminal and the page share. */
import type { CheckedLog } from '../checked-log';
import { formatNumber } from '../format';

/** Rows, customers, time and what was left out: one fact each. */
export function sizeFacts({
  rows,
  customers,
  time,
  decisions,
  made,
  leftOut,
}: CheckedLog['overview']): string[] {
  const left = Object.entries(leftOut).filter(([, count]) => count > 0);
  return [
    `${formatNumber(rows)} rows`,
    ...(customers === null ? [] : [`${formatNumber(customers)} customers`]),
    ...(time === null ? [] : [`${time.from} to ${time.to}`]),
    `${formatNumber(decisions)} decisions`,
    ...(made === 0 ? [] : [`of them ${formatNumber(made)} made by the calendar`]),
    ...left.map(([reason, count]) => `${formatNumber(count)} rows left out: ${reason}`),
  ];
}

const words = [
  ['block', 'block', 'blocks'],
  ['warn', 'warning', 'warnings'],
  ['note', 'note', 'notes'],
] as const;

/** `1 block, 2 warnings, 3 notes` */
export function countsText({ findings }: Pick<CheckedLog, 'findings'>): string {
  const parts = words.flatMap(([severity, one, several]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** Lines of the file that show a finding; nothing where it is about the log as a whole. */
export function examplesText(lines: readonly number[]): string {
  if (lines.length === 0) return '';
  return lines.length === 1 ? `line ${lines[0]!}` : `lines such as ${lines.join(', ')}`;
}
