/** Reads the tables that company.yaml names. */
import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { InputError } from '../../core/errors';
import { zoneOffset, type ZoneOffset } from '../../core/zone-offset';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { unitMilliseconds } from '../../dataset/schema/time-units';
import { readAttributes } from './attributes';
import { endingTables, type CompanyTables } from './company-tables';
import { readContacts } from './contacts';
import { readMessages } from './messages';
import { tableNames, type Company, type TableName } from './open-company';
import { readProducts } from './products';
import { statedEnd, tableEnds } from './table-ends';
import { readTransactions } from './transactions';
import { customerNames, customerNumbers, type TableForm } from './unordered';

export interface ReadCompanyOptions {
  /** Customers to be numbered beside those of the tables. */
  readonly also?: readonly string[] | undefined;
  /** Told how many bytes of the files were read so far; packed ones where they are packed. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** Days are those of the company's clocks. */
function dayOfZone(ahead: ZoneOffset): (time: number) => number {
  return (time) => Math.floor((time + ahead(time)) / DAY);
}

/** Bytes of the tables; 0 where one is not there, which reading says better. */
export async function companyBytes({ files }: Company): Promise<number> {
  try {
    const stats = await Promise.all(tableNames.flatMap((name) => files[name].map((file) => stat(file))));
    return stats.reduce((sum, { size }) => sum + size, 0);
  } catch {
    return 0;
  }
}

/** How each table is read; bytes go on from one table to the next. */
function formOf({ file, schema }: Company, onProgress: (bytes: number) => void) {
  const { timeZone, timeUnit, missing, decimal, encoding, separator } = schema;
  // The schema has been checked for it.
  const ahead = zoneOffset(timeZone)!;
  let before = 0;
  const form: TableForm = {
    file,
    cells: { missing: new Set(missing), decimal },
    required: { missing: new Set(), decimal },
    ...{
      timeZone,
      ahead,
      unit: timeUnit === undefined ? null : unitMilliseconds[timeUnit],
      format: { encoding, separator },
    },
    ends: Object.fromEntries(
      endingTables.map((table) => [table, statedEnd(schema, table)]),
    ) as TableForm['ends'],
    onProgress: (_rows, bytes) => onProgress(before + (bytes ?? 0)),
  };
  const next = async (files: readonly string[]) => {
    for (const file of files) before += (await stat(file)).size;
    onProgress(before);
  };
  return { form, next };
}

const NO_COLUMN = 'expected a column of this name';

/** Of a column that is not there, which key of company.yaml asks for it; any other error as it is. */
function askedByCompany(error: unknown, file: string, table: TableName, spec: unknown): unknown {
  if (!(error instanceof InputError) || !error.message.includes(NO_COLUMN)) return error;
  const { columns = {}, ...keys } = spec as Readonly<Record<string, unknown>>;
  const named = [
    ...Object.entries(keys).map(([key, column]) => [key, column]),
    ...Object.keys(columns as object).map((column) => ['columns', column]),
  ];
  const own = named.find(([, column]) => error.message.includes(` ${String(column)}: ${NO_COLUMN}`));
  if (own === undefined) return error;
  const asked = `${NO_COLUMN}, which ${basename(file)} (${table}.${String(own[0])}) asks for`;
  return new InputError(error.message.replace(NO_COLUMN, asked), { cause: error });
}

/** @throws InputError with file, line, column, expectation and value */
export async function readCompany(
  company: Company,
  { also = [], onProgress = () => undefined }: ReadCompanyOptions = {},
): Promise<CompanyTables> {
  const { schema, files, contactSchema } = company;
  const { form, next } = formOf(company, onProgress);
  const read = async <Spec, Table>(
    name: TableName,
    spec: Spec | undefined,
    from: (paths: readonly string[], spec: Spec) => Promise<Table>,
  ): Promise<Table | null> => {
    if (spec === undefined) return null;
    const table = await from(files[name], spec).catch((error: unknown): never => {
      throw askedByCompany(error, company.file, name, spec);
    });
    await next(files[name]);
    return table;
  };
  const products = await read('products', schema.products, (paths, spec) => readProducts(paths, spec, form));
  const attributes = await read('customers', schema.customers, (paths, spec) =>
    readAttributes(paths, spec, form),
  );
  const transactions = await read('transactions', schema.transactions, (paths, spec) =>
    readTransactions(paths, spec, products, form),
  );
  const contacts = await read('contacts', schema.contacts, (paths, spec) =>
    readContacts(paths, spec, contactSchema!, form),
  );
  const messages = await read('messages', schema.messages, (paths, spec) => readMessages(paths, spec, form));
  const tables = [attributes, transactions, contacts, messages];
  const customers = customerNames([
    also,
    ...tables.flatMap((table) => (table === null ? [] : [table.names])),
  ]);
  const numbers = customerNumbers(customers);
  const log = contacts?.finish(numbers);
  const dayOf = dayOfZone(form.ahead);
  const events = {
    transactions: transactions?.finish(numbers) ?? null,
    messages: messages?.finish(numbers) ?? null,
  };
  const ends = tableEnds(schema, { ...events, contacts: log?.decisions ?? null }, dayOf);
  return {
    ...{ file: company.file, customers, dayOf, timeZone: schema.timeZone, ends, ...events },
    attributes: attributes?.finish(numbers) ?? null,
    contacts: log?.contacts ?? null,
    decisions: log?.decisions ?? null,
    products: transactions?.products ?? null,
  };
}
