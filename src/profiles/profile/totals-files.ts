/** Saved totals as files: a CSV of the customers, and JSON of what the numbers mean. */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { csvBytes, csvCell } from '../../core/csv-text';
import { InputError, parseInput } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { sha256 } from '../../core/hashes';
import { NameColumn } from '../../dataset/read/columns';
import { OptionalNumberColumn } from '../../dataset/read/contact-columns';
import { readTable } from '../../dataset/read/read-table';
import type { SavedTotals } from './saved-totals';

export type TotalsFiles = Readonly<Record<'customers' | 'meaning', string>>;

/** Beside profiles. */
export function totalsFiles(profiles: string): TotalsFiles {
  return { customers: `${profiles}.totals.csv`, meaning: `${profiles}.totals.json` };
}

const CUSTOMER = 'customer';
const count = z.int().min(0);
const names = z.array(z.string()).readonly();

const meaningSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    asOf: z.string().describe('the moment, for readers'),
    moment: z.number().describe('milliseconds since 1970 in UTC'),
    customers: count,
    rows: z.strictObject({ transactions: count, contacts: count, openContacts: count, messages: count }),
    meaning: z.strictObject({
      ...{ timeZone: z.string(), tables: names, columns: names },
      // Files of before do not have it: to whoever contacts, their totals mean something else.
      channels: names.default([]),
      ...{ window: z.number().min(0).nullable(), isListed: z.boolean() },
    }),
    products: z.record(z.string(), z.string()).readonly(),
    columns: names,
    sha256: z.string(),
  })
  .readonly();

function* linesOf({ customers, columns }: SavedTotals): Generator<string> {
  yield `${[CUSTOMER, ...columns.keys()].map(csvCell).join(',')}\n`;
  const values = [...columns.values()];
  for (const [row, customer] of customers.entries()) {
    let line = csvCell(customer);
    for (const column of values) line += Number.isNaN(column[row]) ? ',' : `,${column[row]}`;
    yield `${line}\n`;
  }
}

/** @param files to write; who calls gives temporary names @throws what the file system says */
export function writeTotals(files: TotalsFiles, totals: SavedTotals): void {
  const bytes = csvBytes(linesOf(totals));
  writeFileSync(files.customers, bytes);
  const { moment, rows, meaning, products, columns } = totals;
  const document = {
    ...{ schemaVersion: 1, asOf: new Date(moment).toISOString(), moment, rows, meaning, products },
    customers: totals.customers.length,
    ...{ columns: [...columns.keys()], sha256: sha256(bytes) },
  };
  writeFileSync(files.meaning, `${JSON.stringify(document, null, 2)}\n`);
}

/** @throws InputError if they are not there, or not as they were written */
export async function readTotals(files: TotalsFiles): Promise<SavedTotals> {
  const document = parseInput(files.meaning, meaningSchema, readJsonFile(files.meaning));
  const { moment, rows, meaning, products, columns } = document;
  const customer = new NameColumn(CUSTOMER);
  const cells = { missing: new Set(['']), decimal: '.' } as const;
  const readers = columns.map((name) => new OptionalNumberColumn(name, cells));
  // Without a customer there is no row below the header.
  if (document.customers > 0) {
    const { dataHash } = await readTable([files.customers], [customer, ...readers]);
    if (dataHash !== document.sha256)
      throw new InputError(
        `${files.customers}: expected the file of ${files.meaning} (sha-256 ${document.sha256}), got ${dataHash}`,
      );
  }
  return {
    ...{ moment, rows, meaning, products, customers: customer.names() },
    columns: new Map(columns.map((name, i) => [name, readers[i]!.values()])),
  };
}
