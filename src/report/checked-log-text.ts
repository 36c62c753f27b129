/** The audit of a log as the terminal shows it. */
import type { CheckedLog } from './checked-log';
import { countsText, examplesText, sizeFacts } from './content/checked-log';
import { formatNumber, formatShare } from './format';
import { numberColumn, terminalTable, textColumn, wrapped } from './terminal';
import { oneLine } from './text-table';

/** Columns and actions shown; a log of hundreds has the rest in the JSON document. */
const MOST = 40;

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

function groupsTable({ groups, customers: all }: CheckedLog['overview']): string[] {
  if (groups.length === 0) return [];
  const rows = groups.map(({ name, rows: count, customers }) => [
    ...[name, formatNumber(count), ...(all === null ? [] : [formatNumber(customers)])],
  ]);
  const labels = ['rows', ...(all === null ? [] : ['customers'])];
  return [terminalTable([textColumn('group'), ...labels.map(numberColumn)], rows)];
}

function findingText({ severity, code, message, lines }: CheckedLog['findings'][number]): string {
  const examples = examplesText(lines);
  const head = `${severity.padEnd(5)}  ${code}${examples === '' ? '' : ` (${examples})`}`;
  return `${head}\n${wrapped(message, '       ').replace(/^ *- /, '       ')}`;
}

export function checkedLogText(checked: CheckedLog): string {
  const { overview, findings, data } = checked;
  return [
    `${oneLine(data)}: ${sizeFacts(overview).join(', ')}`,
    columnsTable(overview),
    actionsTable(overview),
    ...groupsTable(overview),
    [...findings.map(findingText), countsText(checked)].join('\n'),
  ].join('\n\n');
}
