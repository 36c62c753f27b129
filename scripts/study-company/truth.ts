/** What a simulated company's truth says of its customers at the beginning of a week. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Of a customer who is known at the moment. */
export interface CustomerTruth {
  /** 1 where the customer is lost */
  readonly gone: number;
  /** Chance of no purchase within the horizon. */
  readonly buysNothing: number;
  /** Expected amount of purchases within the horizon. */
  readonly value: number;
  /** Hidden levels from 0 to 1; NaN where lost. */
  readonly interest: number;
  readonly fatigue: number;
  /** Hidden favourite channel; empty where lost. */
  readonly likes: string;
}

type Row = Readonly<
  Record<
    'customer_id' | 'time' | 'gone' | 'interest' | 'fatigue' | 'likes' | 'buys_nothing' | 'value',
    string
  >
>;

const level = (cell: string) => (cell === '' ? NaN : Number(cell));

/**
 * By customer.
 *
 * @param file truth-moments.csv
 * @param time as it is written there
 */
export function truthAt(file: string, time: string): ReadonlyMap<string, CustomerTruth> {
  const rows: Row[] = parse(readFileSync(file), { columns: true });
  return new Map(
    rows
      .filter((row) => row.time === time)
      .map((row) => [
        row.customer_id,
        {
          ...{ gone: Number(row.gone), buysNothing: Number(row.buys_nothing), value: Number(row.value) },
          ...{ interest: level(row.interest), fatigue: level(row.fatigue), likes: row.likes },
        },
      ]),
  );
}
