/** `assign`: which group of an experiment each customer is in, by a hash that any other program can compute. */
import { z } from 'zod';
import { formatNumber, formatShare } from '../../report/format';
import { numberColumn, terminalTable, textColumn, wrapped } from '../../report/terminal';
import type { Assigned } from '../../runs/experiment/assign';
import { defineCommand } from '../command';
import { createContext } from '../context';

const flags = z.strictObject({
  data: z.string().describe('CSV or Parquet file of customers, or a pattern of several'),
  customer: z
    .string()
    .optional()
    .describe('column of the customer (default: that of --schema, else customer)'),
  schema: z.string().optional().describe('schema file of a contact log, which names the customer column'),
  groups: z
    .string()
    .describe(
      'names and shares that add up to 1, such as model=0.6,usual=0.4, or a YAML or JSON file of them',
    ),
  salt: z
    .string()
    .describe(
      'name of the experiment: the same salt gives the same groups, another one groups that are independent of them',
    ),
  previous: z
    .string()
    .optional()
    .describe(
      'OUT.assignment.json of an earlier call with the same salt: as few customers as possible change their group',
    ),
  out: z
    .string()
    .describe(
      'CSV or Parquet to write, by its ending: customer and group; salt, shares and ranges are written beside it as OUT.assignment.json',
    ),
  overwrite: z.boolean().default(false).describe('replace the files that --out names'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

const NOTES = [
  'How a customer\'s group is found, in any language: the SHA-256 of "SALT:CUSTOMER" in UTF-8; its first 13 hexadecimal digits as a whole ' +
    'number, modulo 1000000, is the bucket (0 to 999999). Groups have ranges of buckets, from <= bucket < to, one after the other in the ' +
    'order of --groups: with model=0.6,usual=0.4 bucket 599999 is of model and 600000 of usual. All of it is whole numbers: nothing is rounded.',
  'Python: int(hashlib.sha256(f"{salt}:{customer}".encode()).hexdigest()[:13], 16) % 1000000',
  "DuckDB: ('0x' || substr(sha256('SALT:' || customer), 1, 13))::BIGINT % 1000000",
  'A customer is the text that stands in the file, without blanks around it: 42 and 0042 are two.',
  'When shares change, with --previous a group that grows keeps all its customers, one that shrinks gives up only what it must, and nobody ' +
    'else moves; without it ranges are laid out anew. Customers that are added never move anybody.',
];

function assignedText({ groups, customers, rows, moved, files, customer }: Assigned): string {
  const table = terminalTable(
    [textColumn('group'), ...['share', 'customers', 'of all'].map(numberColumn)],
    groups.map(({ name, share, customers: count }) => [
      ...[name, formatShare(share), formatNumber(count), formatShare(count / customers)],
    ]),
  );
  const repeated = rows - customers;
  return [
    table,
    `${formatNumber(customers)} customers (column ${customer}) of ${formatNumber(rows)} rows${repeated === 0 ? '' : `; ${formatNumber(repeated)} rows name a customer again, who is given once`}`,
    ...(moved === null
      ? []
      : [`${formatNumber(moved)} customers (${formatShare(moved / customers)}) change their group`]),
    `written: ${files.groups}, ${files.assignment}`,
  ].join('\n');
}

export const assign = defineCommand({
  name: 'assign',
  description: 'Give each customer its group in an experiment, by a documented hash',
  flags,
  examples: [
    [
      '$0 assign --data customers.csv --groups model=0.6,random=0.1,usual=0.2,holdout=0.1 --salt spring --out groups.csv',
      'the first groups',
    ],
    [
      '$0 assign --data customers.csv --groups model=0.8,usual=0.2 --salt spring --previous groups.csv.assignment.json --out later.csv',
      'new shares, with as few customers as possible in another group',
    ],
    [
      '$0 assign --data data/company-log/contacts.csv --schema data/company-log/schema.yaml --groups model=0.5,usual=0.5 --salt trial --out trial.csv',
      'the customers of a log',
    ],
  ],
  notes: (width) => NOTES.map((note) => wrapped(note, '', width)).join('\n'),
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const { assign: draw } = await import('../../runs/experiment/assign.js');
    const assigned = await draw(given);
    context.print(
      given.json ? JSON.stringify({ schemaVersion: 1, ...assigned }, null, 2) : assignedText(assigned),
    );
    return 0;
  },
});
