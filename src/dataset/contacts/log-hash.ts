/** By which a log is known, however many columns were added to it. */
import { sha256 } from '../../core/hashes';
import type { LogSchema } from '../schema/log-schema';
import type { ContactLog, Names } from './contact-log';
import { RowHashes } from './row-hashes';
import { rowsInFiles, type PlacedRows } from './rows-in-files';

/** Rows of which it is known whose they are, and when. */
export interface DatedRows extends PlacedRows {
  readonly customers: Names;
  /** [rows] */
  readonly times: Float64Array;
}

type LogRows = PlacedRows & Pick<ContactLog, 'customers' | 'times' | 'dataHash'>;

function isDated(log: PlacedRows & Pick<ContactLog, 'customers' | 'times'>): log is DatedRows {
  return log.customers !== null && log.times !== null;
}

/** SHA-256 of whose each row is, and when, in the order of the files: the same whatever other columns they have. */
export function rowsHashOf(log: DatedRows): string {
  const hashes = new RowHashes(log.rows);
  hashes.addNames(log.customers);
  hashes.addNumbers(log.times);
  const ofRows = hashes.hashes();
  const inFiles = rowsInFiles(log);
  const inOrder = new Float64Array(log.rows);
  for (let row = 0; row < log.rows; row += 1) inOrder[inFiles[row]!] = ofRows[row]!;
  return sha256(new Uint8Array(inOrder.buffer));
}

/**
 * SHA-256 of the log that decisions come from: of its own files, or of those that `enrich` added columns to. What a schema
 * says of a log before counts only for the rows that it was said of: not for some of them, nor for those of another month.
 */
export function logHashOf({ enriched }: Pick<LogSchema, 'enriched'>, log: LogRows): string {
  const { logHash, rowsHash } = enriched ?? {};
  const isOf =
    logHash !== undefined && rowsHash !== undefined && isDated(log) && rowsHashOf(log) === rowsHash;
  return isOf ? logHash : log.dataHash;
}
