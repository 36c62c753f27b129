/** What was known of the pasts of some rows: counts that say whether a log of earlier contacts is one of these customers. */
export interface PastCounts {
  /** Rows whose customer has an earlier decision. */
  readonly known: number;
  /** Of these, rows whose customer has one at the very moment of the row. */
  readonly sameMoment: number;
  /** Decisions of the rows' customers after the moment of their row: passed over. */
  readonly later: number;
  /** The last moment of a row, as the log has its times; -Infinity of no rows. */
  readonly latest: number;
}

export const NO_PASTS: PastCounts = { known: 0, sameMoment: 0, later: 0, latest: -Infinity };

export function addedPasts(one: PastCounts, other: PastCounts): PastCounts {
  return {
    known: one.known + other.known,
    sameMoment: one.sameMoment + other.sameMoment,
    later: one.later + other.later,
    latest: Math.max(one.latest, other.latest),
  };
}

/** Counts row by row. */
export class PastCounter implements PastCounts {
  known = 0;
  sameMoment = 0;
  later = 0;
  latest = -Infinity;

  /** @param seen decisions of the past, in order of time, up to `now` */
  add(times: ArrayLike<number>, seen: number, now: number): void {
    if (seen > 0) this.known += 1;
    if (seen > 0 && times[seen - 1] === now) this.sameMoment += 1;
    this.later += times.length - seen;
    this.latest = Math.max(this.latest, now);
  }
}
