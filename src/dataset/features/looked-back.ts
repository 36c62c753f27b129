/** What a file that is looked back on lacks, or says too late: refused, or told to who reads the decisions. */
import { InputError } from '../../core/errors';
import type { ContactLog } from '../contacts/contact-log';
import { lackingOf } from '../contacts/lacking-column';
import { isSameAsAbove } from '../contacts/same-customer';
import { tablePlace } from '../read/read-table';
import type { LogSchema } from '../schema/log-schema';
import type { RawTable } from './encode-features';

/** A line for rows of a kind: where the first in the file is, what they mean, and how many there are. */
function remarkOf(log: ContactLog, column: string, rows: readonly number[], what: string): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const count = rows.length > 1 ? `; ${rows.length} such rows` : '';
  return [`${tablePlace(log, first)} ${column}: ${what}${count}`];
}

/** [rows] 1 where something was done; @param done [rows] by the file's order, below 0 where not */
function decidedRows(inFile: Int32Array, done: Int32Array): Uint8Array {
  const decided = new Uint8Array(inFile.length);
  for (let i = 0; i < inFile.length; i += 1) if (done[i]! >= 0) decided[inFile[i]!] = 1;
  return decided;
}

/** [rows] 1 where the customer was gone before */
function goneRows(log: ContactLog): Uint8Array {
  const gone = new Uint8Array(log.rows);
  for (let row = 1; row < log.rows; row += 1)
    if (isSameAsAbove(log, row) && (log.terminal?.[row - 1] === 1 || gone[row - 1] === 1)) gone[row] = 1;
  return gone;
}

/**
 * @param log in order of customer and time
 * @param schema that the log was read by
 * @param inFile [rows] row of the log that is the file's first, second, ...
 * @param done [rows] in the order of the file: below 0 where nothing is decided yet
 */
export function lookBackRemarks(
  log: ContactLog,
  { action, terminal }: LogSchema,
  inFile: Int32Array,
  done: Int32Array,
): string[] {
  const decided = decidedRows(inFile, done);
  const gone = goneRows(log);
  const rows = [...inFile];
  const open = rows.filter((row) => decided[row] === 0 && isSameAsAbove(log, row + 1));
  const after = rows.filter((row) => gone[row] === 1);
  const asOpen = 'not decided yet, and later rows of its customer are decided as if nothing were done here';
  const asThere = 'its customer was gone before, and it is decided as if not';
  return [...remarkOf(log, action, open, asOpen), ...remarkOf(log, terminal ?? '', after, asThere)];
}

/**
 * What a row earned may be open, but not where a later one looks back on it.
 *
 * @param schema that the log was read by
 * @throws InputError naming the row that lacks it
 */
export function expectEarlierRewards(
  log: ContactLog,
  schema: LogSchema,
  table: RawTable,
  inFile: Int32Array,
): void {
  const column = table.get('earlier reward');
  if (schema.history?.includes('earlier reward') !== true || column?.kind !== 'number') return;
  const later = inFile.find((row) => Number.isNaN(column.values[row]));
  if (later === undefined) return;
  let first = later;
  while (isSameAsAbove(log, first)) first -= 1;
  const isGross = schema.rewardNetOfCost === false;
  const isLacking = (row: number) => Number.isNaN(log.rewards[row]! - (isGross ? log.costs[row]! : 0));
  while (first < later && !isLacking(first)) first += 1;
  throw new InputError(
    `${tablePlace(log, first)} ${lackingOf(log, schema, first)}: expected a value, ` +
      `which ${tablePlace(log, later)} looks back on, got none`,
  );
}
