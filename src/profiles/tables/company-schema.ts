/**
 * company.yaml: which tables a company has, and what their columns mean. Every table may be missing, and so may every
 * column that is marked so; what is missing is left out of the profiles, never guessed.
 */
import { z } from 'zod';
import { encodings } from '../../dataset/read/csv-bytes';
import { separators } from '../../dataset/read/csv-dialect';
import { zoneOffset } from '../../core/zone-offset';
import { momentOf, timeUnits, type TimeForm } from '../../dataset/schema/time-units';

const column = z.string().trim().min(1);
const file = column.describe('CSV or Parquet, or a pattern of several; from the folder of this file on');
const time = column.describe('column of a date or time, or of a number in `timeUnit`');
/** Of a table that is known until then and no longer. */
const until = z
  .union([column, z.number().transform(String)])
  .optional()
  .describe(
    'moment until which it is complete: what happened then, or later, is not in it; without it until the end of the day of the last row',
  );
const customer = column.describe('column of the customer, as text');

/** A column of days since something would be as of the day of the export, which nobody knows: name the date itself. */
export const attributeKinds = ['number', 'count', 'flag', 'category', 'date'] as const;
export type AttributeKind = (typeof attributeKinds)[number];

const customers = z
  .strictObject({
    file,
    customer,
    since: column
      .optional()
      .describe('column of the date from which on one is a customer; before it nobody knows of them'),
    until: until.describe(
      'moment until which it is complete; without it dates such as that of a cancellation until the end of the day of the last one',
    ),
    columns: z
      .record(column, z.enum(attributeKinds))
      .readonly()
      .default({})
      .describe('what is known of a customer and does not change by what the customer does later: kinds'),
  })
  .readonly();

const transactions = z
  .strictObject({
    file,
    customer,
    time,
    until,
    amount: column.describe('column of what was paid; what was paid back is below 0'),
    quantity: column.optional().describe('column of how many'),
    product: column.optional().describe('column of what was bought'),
  })
  .readonly();

const contacts = z
  .strictObject({
    file,
    schema: column.describe('schema file of this contact log; from the folder of this file on'),
    until,
    opened: column.optional().describe('outcome of the log, yes or no or a number: it was noticed'),
    clicked: column.optional().describe('outcome of the log: it was followed up'),
    answered: column.optional().describe('outcome of the log: it was answered'),
  })
  .readonly();

const messages = z
  .strictObject({
    file,
    customer,
    time,
    until,
    text: column.describe('column of what the customer wrote'),
  })
  .readonly();

const products = z
  .strictObject({
    file,
    product: column.describe('column of the names that transactions have'),
    category: column
      .optional()
      .describe('column of the kind of product; shares are then of categories, not of products'),
  })
  .readonly();

/** What a moment of a company is written as, for messages. */
export const momentForm = ({ timeUnit }: Pick<TimeForm, 'timeUnit'>): string =>
  timeUnit === undefined ? 'a date or time such as 2026-11-28' : `a number of ${timeUnit}`;

export const companySchema = z
  .strictObject({
    customers: customers.optional().describe('who there is, one row each'),
    transactions: transactions.optional().describe('what was bought, a row for each purchase'),
    contacts: contacts.optional().describe('a contact log'),
    messages: messages.optional().describe('what customers wrote'),
    products: products.optional().describe('what there is to buy, one row each'),
    timeZone: z
      .string()
      .refine((zone) => zoneOffset(zone) !== null, {
        message: 'expected UTC, an offset such as +01:00 or a zone such as Europe/Zurich',
      })
      .default('UTC')
      .describe('of times that name none, and of what is one day'),
    timeUnit: z
      .enum(timeUnits)
      .exclude(['step'])
      .optional()
      .describe(
        'of times that are numbers, counted from 1970 or any day that is called 0; those of the contact log too, and of --as-of',
      ),
    missing: z.array(z.string()).readonly().default(['']).describe('cells that say that nothing is known'),
    decimal: z.enum(['.', ',']).default('.').describe('decimal point of numbers'),
    encoding: z.enum(encodings).optional().describe('how letters are written, where it is not UTF-8'),
    separator: z.enum(separators).optional().describe('between cells, where the header does not show it'),
  })
  .refine(
    (company) => [company.customers, company.transactions, company.contacts, company.messages].some(Boolean),
    'expected at least one of customers, transactions, contacts and messages',
  )
  .refine(
    ({ products: given, transactions: bought }) => given === undefined || bought?.product !== undefined,
    {
      path: ['products'],
      message: 'expected transactions with the key product, which products are held against',
    },
  )
  .superRefine((company, context) => {
    for (const table of ['customers', 'transactions', 'contacts', 'messages'] as const) {
      const said = company[table]?.until;
      if (said === undefined || !Number.isNaN(momentOf(said, company))) continue;
      const message = `expected ${momentForm(company)}`;
      context.addIssue({ code: 'custom', path: [table, 'until'], input: said, message });
    }
  })
  .readonly();

export type CompanySchema = z.output<typeof companySchema>;
