/** What the cells say of columns that a log keeps only by what they mean: groups, eligibility, the end of a customer. */
import type { FlagColumn, OptionalNameColumn } from '../read/contact-columns';
import type { ContactReaders } from './contact-columns';
import type { CellCounts } from './contact-log';

/** Different texts kept of a column. */
const MOST_TEXTS = 100;

function counted(texts: readonly string[], codes: ArrayLike<number>) {
  const rows = texts.map(() => 0);
  let missing = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (code >= 0) rows[code]! += 1;
    else missing += 1;
  }
  const values = texts
    .map((text, code) => ({ text, rows: rows[code]! }))
    .filter((one) => one.rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.text < b.text ? -1 : 1));
  return { values: values.slice(0, MOST_TEXTS), distinct: values.length, missing };
}

const ofNames = (meaning: CellCounts['meaning'], column: OptionalNameColumn): CellCounts => ({
  ...{ name: column.name, meaning, kind: 'category' },
  ...counted(column.names(), column.codes()),
});

const ofFlags = (meaning: CellCounts['meaning'], column: FlagColumn): CellCounts => ({
  ...{ name: column.name, meaning, kind: 'flag' },
  ...counted(
    ['no', 'yes'],
    column.values().map((value) => (Number.isNaN(value) ? -1 : value)),
  ),
});

export function cellCounts({ group, eligibleList, eligibleFlags, terminal }: ContactReaders): CellCounts[] {
  return [
    ...(eligibleList === null ? [] : [ofNames('eligible', eligibleList)]),
    ...[...eligibleFlags.values()].map((column) => ofFlags('eligible', column)),
    ...(group === null ? [] : [ofNames('group', group)]),
    ...(terminal === null ? [] : [ofFlags('terminal', terminal)]),
  ];
}
