/** By which a run knows again what it learned from and what it held out, whatever file the decisions lie in. */
import { sha256 } from '../../core/hashes';
import { reordered } from '../../dataset/contacts/row-order';
import { RowHashes } from '../../dataset/contacts/row-hashes';
import { rowsInFiles } from '../../dataset/contacts/rows-in-files';
import type { Contacts, LoadedLog, LoggedSplits } from './loaded-log';

/** Which decisions, by their number. */
export type Sides = Pick<LoggedSplits['decisions'], 'train' | 'test'>;

/** [n] by what decisions are known: by customer, time and action, or else by their rows. */
function identitiesOf({ log, decisions }: Contacts): Float64Array {
  const { count, rows, times, actions, actionNames } = decisions;
  if (log.customers === null) return Float64Array.from(reordered(rowsInFiles(log), rows));
  const hashes = new RowHashes(count);
  hashes.addNames({ ...log.customers, codes: reordered(log.customers.codes, rows) });
  if (times !== null) hashes.addNumbers(times);
  hashes.addNames({ codes: actions, names: actionNames });
  return hashes.hashes();
}

/**
 * SHA-256 of which decisions are on either side. Rows without a customer are those of one file alone: others look like them.
 */
export function sidesHash(
  { contacts, dataHash }: Pick<LoadedLog, 'contacts' | 'dataHash'>,
  { train, test }: Sides,
): string {
  const identities = identitiesOf(contacts);
  // Sorted: where nobody knows when, the order of a log hangs on all of its columns.
  const hashes = [train, test].map((side) => {
    const sorted = reordered(identities, side).sort();
    return sha256(new Uint8Array(sorted.buffer));
  });
  return sha256([...(contacts.log.customers === null ? [dataHash] : []), ...hashes].join('\n'));
}
