/** Calendar months, by the clocks of a company. */
import { DAY } from '../../dataset/schema/lengths-of-time';
import { type ZoneOffset } from '../../core/zone-offset';
import { parseTime } from '../../dataset/read/times';

export interface Month {
  /** Such as 2026-11. */
  readonly name: string;
  /** Its first moment, milliseconds since 1970 in UTC. */
  readonly from: number;
}

/** @param ahead how far the clocks are ahead of UTC */
export function monthOf(moment: number, ahead: ZoneOffset): Month {
  const name = new Date(moment + ahead(moment)).toISOString().slice(0, 7);
  return { name, from: parseTime(`${name}-01`, ahead) };
}

/** Rows of each month, the earliest first. @param moments [rows] */
export function byMonth(
  moments: Float64Array,
  ahead: ZoneOffset,
): readonly { readonly month: Month; readonly rows: Int32Array }[] {
  const found = new Map<string, { month: Month; rows: number[] }>();
  // Of one day all rows are of one month: to read it off a calendar for each takes seconds.
  const ofDay = new Map<number, { rows: number[] }>();
  moments.forEach((moment, row) => {
    const day = Math.floor((moment + ahead(moment)) / DAY);
    let own = ofDay.get(day);
    if (own === undefined) {
      const month = monthOf(moment, ahead);
      const known = found.get(month.name) ?? { month, rows: [] };
      found.set(month.name, known);
      ofDay.set(day, (own = known));
    }
    own.rows.push(row);
  });
  return [...found.values()]
    .sort((a, b) => a.month.from - b.month.from)
    .map(({ month, rows }) => ({ month, rows: Int32Array.from(rows) }));
}
