/** Time in the log: what is not known yet, what came after the end, holes, and rows out of order. */
import { distinctSorted } from '../distinct-sorted';
import { DAY } from '../schema/durations';
import type { AuditInput } from './audit-input';
import { linesOf, type Check } from './finding';
import { decimals, percent, shareOf } from './words';

/** A moment as the log counts time: a date, or a number of steps. */
export function timeText(time: number, { timeUnit }: AuditInput['schema']): string {
  if (timeUnit === 'step') return `step ${time}`;
  return timeUnit === undefined || time > 1e11
    ? new Date(time).toISOString().slice(0, 10)
    : `${decimals(time / DAY)} days`;
}

/** A row younger than the window has an outcome that is still to come. */
export const unripeRows: Check = ({ log, decisions, schema, settings }) => {
  const unripe = decisions.leftOut['outcome not known yet'];
  if (unripe.length === 0) return [];
  const share = unripe.length / log.rows;
  return [
    {
      ...{ code: 'unripe-rows', severity: share >= settings.leftOutShare ? 'warn' : 'note' },
      message: `${shareOf(unripe.length, log.rows)} are younger than the window of ${schema.window!}: their outcome is not known yet, and they are left out`,
      ...{ lines: linesOf({ log }, unripe), values: { rows: unripe.length, share } },
    },
  ];
};

/** A contact after the customer was gone: the flag, or the order of time, is wrong. */
export const rowsAfterTheEnd: Check = ({ log, decisions, schema, settings }) => {
  const gone = decisions.leftOut['after the customer was gone'];
  if (gone.length === 0) return [];
  const share = gone.length / log.rows;
  return [
    {
      ...{ code: 'rows-after-the-end', severity: share >= settings.leftOutShare ? 'block' : 'warn' },
      message: `${shareOf(gone.length, log.rows)} come after ${schema.terminal!} said that the customer was gone, and are left out: is it the right column, or did they return?`,
      ...{ lines: linesOf({ log }, gone), values: { rows: gone.length, share } },
    },
  ];
};

/** Rows were put in order of time; where the file had another order, another column may have meant it. */
export const timeOutOfOrder: Check = ({ log }) => {
  const { customers, lines, fileOf, rows } = log;
  if (customers === null || log.times === null) return [];
  const back: number[] = [];
  let steps = 0;
  for (let row = 1; row < rows; row += 1) {
    const sameFile = fileOf === null || fileOf[row] === fileOf[row - 1];
    if (customers.codes[row] !== customers.codes[row - 1] || !sameFile) continue;
    steps += 1;
    if (lines[row]! < lines[row - 1]!) back.push(row);
  }
  // A file from the latest row to the first is in order too.
  if (back.length === 0 || back.length === steps) return [];
  return [
    {
      ...{
        code: 'time-out-of-order',
        severity: 'note',
        lines: linesOf({ log }, back),
        values: { rows: back.length },
      },
      message: `${shareOf(back.length, steps, 'steps of a customer')} go back in the file: rows were put in order of time`,
    },
  ];
};

/** Times so many times apart as the usual ones are a hole. */
const HOLE = 10;

/** A hole in time may be a time without contacts, or a part of the export that is missing. */
export const gaps: Check = ({ log, schema, settings }) => {
  if (log.times === null || log.rows < 100) return [];
  const times = distinctSorted(log.times);
  if (times.length < 20) return [];
  const between = times.subarray(1).map((time, i) => time - times[i]!);
  const usual = between.slice().sort()[Math.floor(between.length / 2)]!;
  const widest = between.reduce((best, gap, i) => (gap > between[best]! ? i : best), 0);
  const share = between[widest]! / (times.at(-1)! - times[0]!);
  if (share < settings.gapShare || between[widest]! < HOLE * usual) return [];
  return [
    {
      ...{ code: 'gap-in-time', severity: 'note', lines: [], values: { share } },
      message: `no row lies between ${timeText(times[widest]!, schema)} and ${timeText(times[widest + 1]!, schema)}, ${percent(share)} of the time of the log: were no customers contacted, or is a part of the export missing?`,
    },
  ];
};

/** One customer with many rows is a test account, or an id that stands for nobody. */
export const largeCustomer: Check = ({ log, settings }) => {
  const { customers } = log;
  if (customers === null || log.rows < 2 * settings.fewestUnits) return [];
  const counts = new Int32Array(customers.names.length);
  for (const code of customers.codes) counts[code]! += 1;
  const code = counts.reduce((best, count, one) => (count > counts[best]! ? one : best), 0);
  const share = counts[code]! / log.rows;
  const usual = log.rows / customers.names.length;
  if (share < settings.largeCustomerShare || counts[code]! < HOLE * usual) return [];
  const rows = Array.from(customers.codes.keys()).filter((row) => customers.codes[row] === code);
  return [
    {
      ...{ code: 'large-customer', severity: 'warn', lines: linesOf({ log }, rows) },
      message: `customer ${JSON.stringify(customers.names[code])} has ${shareOf(counts[code]!, log.rows)}, where others have ${decimals(usual)} on average: a test account, or an id that stands for nobody? Leave it out`,
      values: { rows: counts[code]!, share },
    },
  ];
};
