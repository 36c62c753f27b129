/** The customers of a telephone company (IBM's Telco churn): features known at a date, and who left in the month after. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../src/core/errors';
import { tableOf, type FeatureTable } from '../../src/profiles/models/feature-table';

const NUMBERS = ['tenure', 'MonthlyCharges', 'TotalCharges', 'SeniorCitizen'];
const OTHERS = ['customerID', 'Churn'];

export interface TelcoCustomers {
  readonly table: FeatureTable;
  /** [rows] 1 of who left */
  readonly churned: Float64Array;
}

/**
 * Texts become a feature of 0 and 1 for each value but the first. Total charges are empty of who came this month: nothing
 * was charged yet.
 *
 * @param file CSV, compressed
 * @throws InputError unless it has the columns
 */
export function readTelco(file: string): TelcoCustomers {
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(file)), { columns: true });
  for (const name of [...NUMBERS, ...OTHERS])
    if (!Object.hasOwn(rows[0] ?? {}, name)) throw new InputError(`${file}: expected a column ${name}`);
  const texts = Object.keys(rows[0]!).filter((name) => ![...NUMBERS, ...OTHERS].includes(name));
  const values = texts.flatMap((name) =>
    [...new Set(rows.map((row) => row[name]!))]
      .sort()
      .slice(1)
      .map((value) => ({ name, value })),
  );
  const names = [...NUMBERS, ...values.map(({ name, value }) => `${name}: ${value}`)];
  const numbers = rows.map((row) => [
    ...NUMBERS.map((name) => Number(row[name])),
    ...values.map(({ name, value }) => (row[name] === value ? 1 : 0)),
  ]);
  return {
    table: tableOf(names, numbers),
    churned: Float64Array.from(rows, ({ Churn }) => (Churn === 'Yes' ? 1 : 0)),
  };
}
