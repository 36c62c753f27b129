/** When was decided, before anything is said of it. */
import type { ContactLog } from '../contacts/contact-log';
import { reordered } from '../contacts/row-order';

export interface Moments {
  /** [n] row of the log; of a made decision the customer's last row before it */
  readonly rows: Int32Array;
  /** [n] 1 where the calendar made it; null without a calendar */
  readonly made: Uint8Array | null;
  /** [n] milliseconds */
  readonly times: Float64Array | null;
}

/** Where every row is a decision, the log's own columns are those of the decisions: logs may fill the memory. */
export function isEveryRow(log: ContactLog, { rows, made }: Pick<Moments, 'rows' | 'made'>): boolean {
  return made === null && rows.length === log.rows;
}

/** A decision for each of these rows. */
export function momentsOf(log: ContactLog, rows: Int32Array): Moments {
  const isShared = isEveryRow(log, { rows, made: null });
  return { rows, made: null, times: log.times && (isShared ? log.times : reordered(log.times, rows)) };
}
