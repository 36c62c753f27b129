/** Calendar months, by the clocks of a company. */
import { parseTime, type ZoneOffset } from '../../dataset/read/times';

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
  moments.forEach((moment, row) => {
    const month = monthOf(moment, ahead);
    const known = found.get(month.name);
    if (known === undefined) found.set(month.name, { month, rows: [row] });
    else known.rows.push(row);
  });
  return [...found.values()]
    .sort((a, b) => a.month.from - b.month.from)
    .map(({ month, rows }) => ({ month, rows: Int32Array.from(rows) }));
}
