/** The customers of a shop who were dealt one of two mails, or none (Hillstrom, 2008): what was known before, and who visited after. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../src/core/errors';
import { rowsOf, tableOf, type FeatureTable } from '../../src/profiles/models/feature-table';

/** The first one is no contact. */
export const mails = ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'];
const names = ['recency', 'history', 'mens', 'womens', 'newbie', 'urban', 'rural', 'phone', 'multichannel'];

export interface MailedCustomers {
  readonly table: FeatureTable;
  /** [rows] index into `mails` */
  readonly actions: Int32Array;
  /** [rows] 1 of who visited the shop in the two weeks after */
  readonly visits: Float64Array;
}

/**
 * @param file CSV, compressed
 * @throws InputError unless it has the columns
 */
export function readHillstrom(file: string): MailedCustomers {
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(file)), { columns: true });
  for (const name of ['recency', 'history', 'zip_code', 'channel', 'segment', 'visit'])
    if (!Object.hasOwn(rows[0] ?? {}, name)) throw new InputError(`${file}: expected a column ${name}`);
  const is = (value: string | undefined, wanted: string) => (value === wanted ? 1 : 0);
  const numbers = rows.map(({ recency, history, mens, womens, newbie, zip_code, channel }) => [
    ...[recency, history, mens, womens, newbie].map(Number),
    ...[is(zip_code, 'Urban'), is(zip_code, 'Rural'), is(channel, 'Phone'), is(channel, 'Multichannel')],
  ]);
  return {
    table: tableOf(names, numbers),
    actions: Int32Array.from(rows, ({ segment }) => mails.indexOf(segment!)),
    visits: Float64Array.from(rows, ({ visit }) => Number(visit)),
  };
}

/** Every second customer. */
export function halfOf({ table, actions, visits }: MailedCustomers, which: 0 | 1): MailedCustomers {
  const places = Array.from({ length: Math.floor((table.rows - which + 1) / 2) }, (_, i) => 2 * i + which);
  return {
    table: rowsOf(table, places),
    actions: Int32Array.from(places, (place) => actions[place]!),
    visits: Float64Array.from(places, (place) => visits[place]!),
  };
}
