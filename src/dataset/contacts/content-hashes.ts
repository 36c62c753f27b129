/** One hash per row of a log, equal where every column is; made when somebody asks, for most logs nobody does. */
import type { ContactLog } from './contact-log';
import { RowHashes } from './row-hashes';

/** Columns of a log before anybody asks which of its rows are equal. */
export type Columns = Omit<ContactLog, 'contentHashes'>;

/** @param table [rows, width] */
function columnOf(table: Uint8Array | Float64Array, column: number, width: number): Float64Array {
  return Float64Array.from({ length: table.length / width }, (_, row) => table[row * width + column]!);
}

/** [rows] equal where every column is */
export function hashesOf(log: Columns): Float64Array {
  const hashes = new RowHashes(log.rows);
  if (log.customers !== null) hashes.addNames(log.customers);
  const numbers = [
    log.times,
    log.loggedActions,
    log.rewards,
    log.propensities,
    log.groups,
    log.costs,
    log.weights,
    log.terminal,
  ];
  for (const values of [...numbers, ...log.outcomes.values()]) if (values !== null) hashes.addNumbers(values);
  for (const table of [log.eligible, log.actionPropensities])
    for (let action = 0; table !== null && action < log.actions.length; action += 1)
      hashes.addNumbers(columnOf(table, action, log.actions.length));
  for (const column of log.ruleColumns.values()) hashes.addNames(column);
  for (const column of log.features) {
    if (column.kind === 'category') hashes.addNames(column);
    else hashes.addNumbers(column.values);
  }
  return hashes.hashes();
}

/** The log with hashes that are made at the first call and kept. */
export function withContentHashes(log: Columns): ContactLog {
  let hashes: Float64Array | null = null;
  return { ...log, contentHashes: () => (hashes ??= hashesOf(log)) };
}
