/** What a log of earlier contacts says of the customers of a file: where it says nothing, contact rules bar nothing. */
import { dayText } from '../../core/moment-text';
import type { RawBatch } from '../../dataset/features/raw-batches';
import { lookBackRules } from '../../dataset/features/row-bars';
import { addedPasts, NO_PASTS, type PastCounts } from '../../dataset/features/past-counts';
import { DAY, milliseconds } from '../../dataset/schema/lengths-of-time';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { unitMilliseconds } from '../../dataset/schema/time-units';
import { formatNumber, formatShare } from '../../report/format';
import type { Host } from '../host';
import type { KnownHistory } from './batch-messages';

export interface HistoryFound extends Omit<KnownHistory, 'newest'>, Omit<PastCounts, 'latest'> {
  /** The newest row's time, as the log has it: a date, or a number. */
  readonly newest: string | null;
  /** Of the log, in which people read it; null where times are numbers. */
  readonly timeZone: string | null;
  /** From the newest row to the last decision; below 0 where that is earlier; null where steps are no length of time. */
  readonly newestDaysBefore: number | null;
}

export class HistoryCount {
  pasts = NO_PASTS;

  take({ pasts }: RawBatch): void {
    if (pasts !== null) this.pasts = addedPasts(this.pasts, pasts);
  }
}

function momentAsLogged(time: number, { timeUnit }: Pick<LogSchema, 'timeUnit'>): string {
  if (timeUnit !== undefined) return String(time / unitMilliseconds[timeUnit]);
  return new Date(time).toISOString().replace(/T00:00:00\.000Z$/, '');
}

/** The newest row's time for people, by the clocks of the log. */
export function newestText({ newest, timeZone }: Pick<HistoryFound, 'newest' | 'timeZone'>): string {
  if (newest === null) return 'no day';
  return timeZone === null ? newest : dayText(newest, timeZone);
}

/** Milliseconds that a rule looks back at most; Infinity where one does for ever. */
function longestLook(schema: LogSchema): number {
  const spans = lookBackRules(schema).map((rule) =>
    'within' in rule && rule.within !== undefined ? milliseconds(rule.within) : Infinity,
  );
  return Math.max(0, ...spans);
}

export function historyFound(
  { rows, customers, newest }: KnownHistory,
  { latest, ...pasts }: PastCounts,
  schema: LogSchema,
): HistoryFound {
  const isLength = newest !== null && schema.timeUnit !== 'step';
  return {
    ...{ rows, customers, ...pasts },
    newest: newest === null ? null : momentAsLogged(newest, schema),
    timeZone: schema.timeUnit === undefined ? schema.timeZone : null,
    newestDaysBefore: isLength && latest > -Infinity ? (latest - newest) / DAY : null,
  };
}

/** @param rows of the file */
export function tellHistory(
  found: HistoryFound,
  rows: number,
  schema: LogSchema,
  { logger }: Pick<Host, 'logger'>,
): void {
  const { known, later, sameMoment, newestDaysBefore } = found;
  if (known === 0) {
    const why = later > 0 ? `; all ${formatNumber(later)} rows of theirs lie after the decision` : '';
    logger.warn(
      `--history: knows something of 0 % of the file's ${formatNumber(rows)} customers, so contact rules bar nothing there${why}`,
    );
  }
  const look = longestLook(schema);
  if (newestDaysBefore !== null && look > 0 && newestDaysBefore * DAY >= look)
    logger.warn(
      `--history: its newest row (${newestText(found)}) lies ${formatNumber(newestDaysBefore)} days before the last decision, longer than any rule looks back: what was done since is not in it`,
    );
  if (sameMoment > 0)
    logger.warn(
      `--history: ${formatNumber(sameMoment)} of the file's ${formatNumber(rows)} rows (${formatShare(sameMoment / rows)}) have a row of their customer in it at their own moment, which counts as earlier; in training only earlier rows did`,
    );
}
