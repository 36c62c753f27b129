/** Lists have each name once. */
import { show } from '../../core/errors';
import { refuse } from '../../dataset/contacts/cell-checks';
import type { NameColumn } from '../../dataset/read/columns';
import type { TableSource } from '../../dataset/read/table-source';

/** @param what the names are of @throws InputError at the first row with a name that was there before */
export function expectOnce(source: TableSource, column: NameColumn, what: string): void {
  const codes = column.codes();
  // Names are numbered in the order of first use.
  const twice = codes.findIndex((code, row) => code !== row);
  if (twice < 0) return;
  const name = show(column.names()[codes[twice]!]);
  refuse(source, twice, column.name, `expected each ${what} once, got ${name} again`);
}
