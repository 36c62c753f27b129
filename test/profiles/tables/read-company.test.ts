/** What is wrong with the tables of a company, said with file, line, column, expectation and value. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { companyOf, CONTACTS_SCHEMA, writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';
import { writeParquet } from '../../support/parquet-file';

const freshFolder = useFreshFolders();

const rows: CompanyRows = {
  customers: ['ann,2026-01-01,40,north,1986-03-01', 'bob,2026-02-01,,south,'],
  transactions: ['ann,2026-01-10,10,2,apple', 'bob,2026-01-05 08:00:00,5,1,pear', 'ann,2026-01-02,7,1,pear'],
  products: ['apple,fruit', 'pear,fruit'],
  contacts: ['ann,2026-01-04,email,0,1'],
  messages: ['ann,2026-01-04,hello'],
};

it('puts rows in the order of customer and time', async () => {
  const { customers, transactions } = await companyOf(freshFolder(), rows);
  expect(customers).toEqual(['ann', 'bob']);
  const { starts, amounts, products, times } = transactions!;
  expect([...starts]).toEqual([0, 2, 3]);
  expect([...amounts]).toEqual([7, 10, 5]);
  expect([...products!]).toEqual([1, 0, 1]);
  expect(times[2]).toBe(Date.UTC(2026, 0, 5, 8));
});

it('reads Parquet as it reads CSV', async () => {
  const folder = freshFolder();
  const file = writeCompany(folder, { transactions: rows.transactions! });
  const expected = await readCompany(await openCompany(file));
  await writeParquet(
    join(folder, 'transactions.parquet'),
    `SELECT * FROM read_csv('${folder}/transactions.csv')`,
  );
  const yaml =
    'transactions: { file: transactions.parquet, customer: customer, time: at, amount: amount, quantity: quantity, product: product }';
  writeFileSync(file, yaml);
  expect({ ...(await readCompany(await openCompany(file))), dayOf: null }).toEqual({
    ...expected,
    dayOf: null,
  });
});

it('says which key of company.yaml asks for a column that is not there', async () => {
  const folder = freshFolder();
  const file = writeCompany(folder, { transactions: rows.transactions! });
  writeFileSync(file, 'transactions: { file: transactions.csv, customer: customer, time: at, amount: paid }');
  await expect(readCompany(await openCompany(file))).rejects.toThrow(
    inputError(
      `${folder}/transactions.csv:1 paid: expected a column of this name, which company.yaml (transactions.amount) asks for, got columns "customer", "at", "amount", "quantity", "product"`,
    ),
  );
});

/** [table, its rows, what is said below the folder] */
const wrong: readonly (readonly [string, CompanyRows, string])[] = [
  [
    'no date',
    { transactions: ['ann,10.01.2026,1,1,x'] },
    'transactions.csv:2 at: expected a date or time such as 2026-11-28 or 2026-11-28T14:05:00Z, got "10.01.2026"',
  ],
  [
    'no amount',
    { transactions: ['ann,2026-01-10,1,1,x', 'ann,2026-01-11,,1,x'] },
    'transactions.csv:3 amount: expected a number, got ""',
  ],
  [
    'an amount that cannot be added up',
    { transactions: ['ann,2026-01-10,2e9,1,x'] },
    'transactions.csv:2 amount: expected a number from -1000000000 to 1000000000, got 2000000000',
  ],
  ['no customer', { messages: [',2026-01-10,hello'] }, 'messages.csv:2 customer: expected a name, got ""'],
  [
    'an unknown product',
    { ...rows, transactions: ['ann,2026-01-10,1,1,plum'] },
    'transactions.csv:2 product: expected a product of FOLDER/products.csv, got "plum"',
  ],
  [
    'a product twice',
    { ...rows, products: ['apple,fruit', 'pear,fruit', 'apple,tools'] },
    'products.csv:4 product: expected each product once, got "apple" again',
  ],
  [
    'a customer twice',
    { customers: ['ann,,,,', 'ann,,,,'] },
    'customers.csv:3 id: expected each customer once, got "ann" again',
  ],
  [
    'an attribute of another kind',
    { customers: ['ann,2026-01-01,old,north,'] },
    'customers.csv:2 age: expected a number, got "old"',
  ],
  [
    'an action that is none',
    { contacts: ['ann,2026-01-04,fax,0,1'] },
    'contacts.csv:2 channel: expected one of "none", "email", "call", got "fax"',
  ],
];

it.each(wrong)('refuses %s', async (_what, given, said) => {
  const folder = freshFolder();
  const reading = companyOf(folder, given);
  await expect(reading).rejects.toThrow(inputError(`${folder}/${said.replace('FOLDER', folder)}`));
});

it('refuses more kinds of products than profiles can have columns of', async () => {
  const folder = freshFolder();
  const transactions = Array.from({ length: 101 }, (_, i) => `ann,2026-01-10,1,1,p${i}`);
  await expect(companyOf(folder, { transactions })).rejects.toThrow(
    inputError(
      `${folder}/company.yaml products: expected at most 100 kinds to take shares of, got 101; name a column \`category\` of products that has fewer, or no column \`product\` of transactions`,
    ),
  );
});

/** [what, company.yaml, what is said below the folder] */
const wrongCompany: readonly (readonly [string, string, string])[] = [
  [
    'an empty file',
    '{}',
    'company.yaml: expected at least one of customers, transactions, contacts and messages, got {"timeZone":"UTC","missing":[""],"decimal":"."}',
  ],
  [
    'an unknown key',
    'transaction: {}',
    'company.yaml: no key "transaction"; did you mean transactions? (and 1 more)',
  ],
  [
    'a column that is as of nobody knows when',
    'customers: { file: customers.csv, customer: id, columns: { seen: days-since } }',
    'company.yaml customers.columns.seen: expected one of "number", "count", "flag", "category", "date", got "days-since"',
  ],
  [
    'products that nobody buys',
    'messages: { file: messages.csv, customer: customer, time: at, text: text }\nproducts: { file: products.csv, product: product }',
    'company.yaml products: expected transactions with the key product, which products are held against, got {"file":"products.csv","product":"product"}',
  ],
];

it.each(wrongCompany)('refuses %s', async (_what, yaml, said) => {
  const folder = freshFolder();
  const file = writeCompany(folder, rows);
  writeFileSync(file, yaml);
  await expect(openCompany(file)).rejects.toThrow(inputError(`${folder}/${said}`));
});

/** [what, change of the schema of contacts, what is said] */
const wrongSchemas: readonly (readonly [string, (schema: string) => string, string])[] = [
  [
    'no window',
    (schema) => schema.replace('window: 7d\n', ''),
    'window: expected the time after which outcomes are known, such as 7d, for a profile may not know them before, got nothing',
  ],
  [
    'no such outcome',
    (schema) => schema.replace('[opened]', '[seen]'),
    'outcomes: expected "opened" among them, which company.yaml names as opened, got ["seen"]',
  ],
  [
    'no time',
    (schema) => schema.replace('time: sent_at\n', '').replace('window: 7d\n', ''),
    'time: expected a column, as profiles are as of a moment, got nothing',
  ],
];

it.each(wrongSchemas)('refuses contacts with %s', async (_what, change, said) => {
  const folder = freshFolder();
  const file = writeCompany(folder, rows);
  writeFileSync(join(folder, 'contacts.schema.yaml'), change(CONTACTS_SCHEMA));
  await expect(openCompany(file)).rejects.toThrow(inputError(`${folder}/contacts.schema.yaml ${said}`));
});

it('refuses a file that is not there', async () => {
  const folder = freshFolder();
  const file = writeCompany(folder, { messages: rows.messages! });
  writeFileSync(file, 'messages: { file: letters.csv, customer: customer, time: at, text: text }\n');
  await expect(readCompany(await openCompany(file))).rejects.toThrow(
    inputError(`${folder}/letters.csv: cannot read: no such file or folder`),
  );
});

it('reads after which decision, a contact or none, the log first calls a customer gone', async () => {
  const folder = freshFolder();
  const file = writeCompany(folder, { contacts: [] });
  writeFileSync(join(folder, 'contacts.schema.yaml'), `${CONTACTS_SCHEMA}terminal: gone\n`);
  const log = [
    ...['ann,2026-01-05,none,0,0,0', 'ann,2026-01-12,none,0,0,1', 'bob,2026-01-05,email,0,1,0'],
    'customer,sent_at,channel,margin,opened,gone',
  ];
  writeFileSync(join(folder, 'contacts.csv'), [log.at(-1)!, ...log.slice(0, -1), ''].join('\n'));
  const { customers, contacts } = await readCompany(await openCompany(file));
  expect(customers).toEqual(['ann', 'bob']);
  expect([...contacts!.goneAfter!]).toEqual([Date.UTC(2026, 0, 12), NaN]);
});
