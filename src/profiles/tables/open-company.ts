/** company.yaml, read and checked, with the files that it names. */
import { dirname, isAbsolute, join } from 'node:path';
import { InputError, parseInput, show } from '../../core/errors';
import { filesOf } from '../../dataset/read/files-of';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { readDocument } from '../../dataset/schema/read-document';
import { isStudySchema, readSchemaFile } from '../../dataset/schema/read-schema';
import { companySchema, type CompanySchema } from './company-schema';
import { answers } from './company-tables';

export const tableNames = ['customers', 'transactions', 'contacts', 'messages', 'products'] as const;
export type TableName = (typeof tableNames)[number];

/** What a company says it has, before a row is read. */
export interface Company {
  /** company.yaml, for messages. */
  readonly file: string;
  readonly schema: CompanySchema;
  /** Of the contacts; null where there are none. */
  readonly contactSchema: LogSchema | null;
  /** By table; none of a table that is not there. */
  readonly files: Readonly<Record<TableName, readonly string[]>>;
}

/** What the profile needs of a contact log beside what every log has. @throws InputError naming the schema file */
function expectFit(place: string, schema: LogSchema, { contacts, timeUnit }: CompanySchema): void {
  const refuse = (key: string, expected: string, found: unknown) => {
    throw new InputError(`${place} ${key}: expected ${expected}, got ${show(found)}`);
  };
  if (schema.customer === undefined) refuse('customer', 'a column, as profiles are of customers', undefined);
  if (schema.time === undefined) refuse('time', 'a column, as profiles are as of a moment', undefined);
  if (schema.timeUnit !== timeUnit)
    refuse(
      'timeUnit',
      `${timeUnit ?? 'dates and times'}, as company.yaml says of the other tables`,
      schema.timeUnit,
    );
  const named = answers.filter((answer) => contacts![answer] !== undefined);
  const known = [...(schema.outcomes ?? []), ...Object.keys(schema.rewards ?? {})];
  for (const answer of named)
    if (!known.includes(contacts![answer]!))
      refuse(
        'outcomes',
        `${show(contacts![answer])} among them, which company.yaml names as ${answer}`,
        known,
      );
  if (named.length > 0 && schema.window === undefined)
    refuse(
      'window',
      'the time after which outcomes are known, such as 7d, for a profile may not know them before',
      undefined,
    );
}

function contactSchemaOf(file: string, schema: CompanySchema): LogSchema {
  const found = readSchemaFile(file);
  if (isStudySchema(found))
    throw new InputError(`${file}: expected the schema of a contact log, got one of rows with a state`);
  expectFit(file, found, schema);
  return found;
}

/** @throws InputError naming the file, and the line or key that is wrong, or a pattern that names no file */
export async function openCompany(file: string): Promise<Company> {
  const schema = parseInput(file, companySchema, readDocument(file));
  const beside = (path: string) => (isAbsolute(path) ? path : join(dirname(file), path));
  const found = await Promise.all(
    tableNames.map(async (name) => {
      const table = schema[name];
      return [name, table === undefined ? [] : await filesOf(beside(table.file))] as const;
    }),
  );
  return {
    ...{ file, schema, files: Object.fromEntries(found) as Company['files'] },
    contactSchema:
      schema.contacts === undefined ? null : contactSchemaOf(beside(schema.contacts.schema), schema),
  };
}
