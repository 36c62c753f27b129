/** The audit of a log as the terminal shows it. */
import type { CheckedLog } from './checked-log';
import { formatNumber, formatShare } from './format';
import { numberColumn, terminalTable, textColumn, wrapped } from './terminal';
import { oneLine } from './text-table';

/** Columns and actions shown; a log of hundreds has the rest in the JSON document. */
const MOST = 30;

function more(all: number, what: string): string[] {
  return all > MOST ? [`and ${formatNumber(all - MOST)} more ${what}: see --json`] : [];
}

function columnsTable({ columns }: CheckedLog['overview']): string {
  const rows = columns
    .slice(0, MOST)
    .map(({ name, meaning, kind, missingShare, distinct, range }) => [
      ...[
        name,
        meaning,
        kind,
        missingShare === 0 ? '' : formatShare(missingShare),
        formatNumber(distinct),
        range,
      ],
    ]);
  const labels = ['column', 'meaning', 'kind', 'missing', 'distinct', 'values'];
  const columnsOf = labels.map((label, j) => (j === 3 || j === 4 ? numberColumn(label) : textColumn(label)));
  return [terminalTable(columnsOf, rows), ...more(columns.length, 'columns')].join('\n');
}

function actionsTable({ actions, customers: all }: CheckedLog['overview']): string {
  const rows = [...actions]
    .sort((a, b) => b.decisions - a.decisions)
    .slice(0, MOST)
    .map(({ name, decisions, customers, share, meanReward }) => [
      ...[name, formatNumber(decisions), ...(all === null ? [] : [formatNumber(customers)])],
      ...[formatShare(share), formatNumber(meanReward)],
    ]);
  const labels = ['decisions', ...(all === null ? [] : ['customers']), 'share', 'mean reward'];
  const columns = [textColumn('action'), ...labels.map(numberColumn)];
  return [terminalTable(columns, rows), ...more(actions.length, 'actions')].join('\n');
}

/** Rows, customers, time and what was left out, in one line. */
export function sizeText({
  rows,
  customers,
  time,
  decisions,
  made,
  leftOut,
}: CheckedLog['overview']): string {
  const left = Object.entries(leftOut).filter(([, count]) => count > 0);
  return [
    `${formatNumber(rows)} rows`,
    ...(customers === null ? [] : [`${formatNumber(customers)} customers`]),
    ...(time === null ? [] : [`${time.from} to ${time.to}`]),
    `${formatNumber(decisions)} decisions`,
    ...(made === 0 ? [] : [`of them ${formatNumber(made)} made by the calendar`]),
    ...left.map(([reason, count]) => `${formatNumber(count)} rows left out: ${reason}`),
  ].join(', ');
}

/** `1 block, 2 warnings, 3 notes` */
export function countsText({ findings }: Pick<CheckedLog, 'findings'>): string {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const words = [
    ['block', 'block', 'blocks'],
    ['warn', 'warning', 'warnings'],
    ['note', 'note', 'notes'],
  ] as const;
  const parts = words.flatMap(([severity, one, several]) => {
    const number = count(severity);
    return number === 0 ? [] : [`${number} ${number === 1 ? one : several}`];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** Lines of the file that show a finding; nothing where it is about the log as a whole. */
export function examplesText(lines: readonly number[]): string {
  if (lines.length === 0) return '';
  return lines.length === 1 ? `line ${lines[0]!}` : `lines such as ${lines.join(', ')}`;
}

function findingText({ severity, code, message, lines }: CheckedLog['findings'][number]): string {
  const examples = examplesText(lines);
  const head = `${severity.padEnd(5)}  ${code}${examples === '' ? '' : ` (${examples})`}`;
  return `${head}\n${wrapped(message, '       ').replace(/^ *- /, '       ')}`;
}

export function checkedLogText(checked: CheckedLog): string {
  const { overview, findings, data } = checked;
  return [
    `${oneLine(data)}: ${sizeText(overview)}`,
    columnsTable(overview),
    actionsTable(overview),
    [...findings.map(findingText), countsText(checked)].join('\n'),
  ].join('\n\n');
}
