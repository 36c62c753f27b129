/** A good log of a company and its schema file, with one thing broken at a time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const LOG_COLUMNS =
  'id,day,channel,margin,opened,p,may,arm,gone,w,age,plan,vip,since,joined,buys,seq'.split(',');

const ROWS = [
  'a,2026-03-01,email,1.5,yes,0.5,email|call,test,no,1,41,gold,y,3,2020-01-01,2,1',
  'a,2026-03-08,none,0,no,0.25,email,test,no,1,41,gold,y,3,2020-01-01,2,1',
  'b,2026-03-01,call,-4,no,0.25,call,usual,no,1,30,silver,n,9,2021-05-05,0,1',
  'b,2026-03-09,email,2,yes,0.5,email|call,usual,no,2,,silver,n,,2021-05-05,1,1',
  'c,2026-03-02,none,0,no,0.5,email,test,no,2,52,gold,y,1,2019-07-07,4,1',
  'c,2026-03-03,call,3,no,0.25,call,test,yes,1,52,gold,y,2,2019-07-07,5,1',
].map((row) => row.split(','));

/** Keys of the schema file that reads them. */
export const SCHEMA = {
  ...{ customer: 'id', time: 'day', action: 'channel', noAction: 'none', reward: 'margin' },
  ...{ outcomes: ['opened'], propensity: 'p', eligible: 'may', cost: { email: 0.01, call: 4 } },
  ...{ group: { column: 'arm', random: 'test' }, terminal: 'gone', weight: 'w' },
  features: {
    ...{ age: 'number', plan: 'category', vip: 'flag' },
    ...{ since: 'days-since', joined: 'date', buys: 'count' },
  },
};

/** The good log, line by line. */
export function logLines(): string[] {
  return logText().split('\n').slice(0, -1);
}

/** The log as text. @param cells other than they are, by line and column */
export function logText(
  cells: Readonly<Record<number, Readonly<Record<string, string>>>> = {},
  separator = ',',
): string {
  const rows = ROWS.map((row, i) => row.map((cell, column) => cells[i + 2]?.[LOG_COLUMNS[column]!] ?? cell));
  return [LOG_COLUMNS.map((name) => cells[1]?.[name] ?? name), ...rows]
    .map((row) => `${row.join(separator)}\n`)
    .join('');
}

/** The schema file's text. @param changes keys that are other; undefined takes one out */
export function schemaText(changes: object = {}): string {
  return JSON.stringify({ ...SCHEMA, ...changes });
}

/** Writes a log and its schema file into a folder, as `log.csv` and `schema.json`. */
export function writeLog(folder: string, log: string | Uint8Array, schema: string): void {
  writeFileSync(join(folder, 'log.csv'), log);
  writeFileSync(join(folder, 'schema.json'), schema);
}
