/** Totals apart from the tables they came from: kept, and taken up again for tables that go on from there. */
import { InputError, show } from '../../core/errors';
import { answers, type CompanyTables } from '../tables/company-tables';
import { gathered } from '../tables/gathered';
import { channelsOf } from './contact-totals';
import { noTotals, type Totals, type TotalRows } from './totals';

/** What totals mean: they can be added to only where it is the same. */
export interface TotalsMeaning {
  readonly timeZone: string;
  /** Tables that were counted. */
  readonly tables: readonly string[];
  /** Columns that need not be there. */
  readonly columns: readonly string[];
  /** Names of the actions other than No Action, in order of code units; none without contacts. */
  readonly channels: readonly string[];
  /** Milliseconds until what came of a contact is known; null without contacts. */
  readonly window: number | null;
  /** Whether a table lists the products. */
  readonly isListed: boolean;
}

export interface SavedTotals {
  readonly moment: number;
  readonly rows: TotalRows;
  readonly meaning: TotalsMeaning;
  /** Kind of each product. */
  readonly products: Readonly<Record<string, string>>;
  /** [customers] names of those of whom something was counted */
  readonly customers: readonly string[];
  /** [customers] each, by a name such as `contacts.ripe`, `channel.email.opened` or `group.fruit` */
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** Of a kind of products. */
const GROUP = 'group.';

/** All arrays of totals, by their names. */
function columnsOf({ transactions, contacts, messages }: Totals): Map<string, Float64Array> {
  const named = (table: string, fields: Readonly<Record<string, Float64Array>> | undefined) =>
    Object.entries(fields ?? {}).map(([name, values]) => [`${table}.${name}`, values] as const);
  return new Map([
    ...named('transactions', transactions?.fields),
    ...(transactions?.groups ?? []).map((name, i) => [`${GROUP}${name}`, transactions!.byGroup[i]!] as const),
    ...named('contacts', contacts?.fields),
    ...(contacts?.byChannel ?? []).flatMap(({ channel, contacts: all, came }) =>
      named(`channel.${channel}`, { contacts: all, ...came }),
    ),
    ...named('messages', messages ?? undefined),
  ]);
}

export function meaningOf({
  timeZone,
  transactions,
  contacts,
  messages,
  products,
}: CompanyTables): TotalsMeaning {
  const given = (named: Readonly<Record<string, unknown>>) =>
    Object.keys(named).filter((name) => named[name] !== null && named[name] !== undefined);
  return {
    timeZone,
    tables: given({ transactions, contacts, messages }),
    columns: given({
      quantity: transactions?.quantities,
      product: transactions?.products,
      ...Object.fromEntries(answers.map((answer) => [answer, contacts?.came[answer]])),
    }),
    channels: contacts === null ? [] : channelsOf(contacts).toSorted(),
    window: contacts?.window ?? null,
    isListed: products?.isListed ?? false,
  };
}

/** What a later call of `restoredTotals` needs. */
export function savedTotals(tables: CompanyTables, totals: Totals): SavedTotals {
  const { products } = tables;
  const columns = columnsOf(totals);
  const counted = ['transactions.rows', 'contacts.contacts', 'messages.messages'].map((name) =>
    columns.get(name),
  );
  const rows: number[] = [];
  for (let customer = 0; customer < tables.customers.length; customer += 1)
    if (counted.some((counts) => (counts?.[customer] ?? 0) > 0)) rows.push(customer);
  const chosen = Int32Array.from(rows);
  return {
    ...{ moment: totals.moment, rows: totals.rows, meaning: meaningOf(tables) },
    products: Object.fromEntries(
      products?.names.map((name, i) => [name, products.groups[products.groupOf[i]!]!]) ?? [],
    ),
    customers: rows.map((customer) => tables.customers[customer]!),
    columns: new Map([...columns].map(([name, values]) => [name, gathered(values, chosen)])),
  };
}

/** @throws InputError for what means something else now */
function expectSameMeaning(place: string, saved: SavedTotals, tables: CompanyTables): void {
  const now = meaningOf(tables);
  const refuse = (key: string, expected: unknown, found: unknown) => {
    // Where the schema of the log does not name them, channels are those of the rows.
    const first =
      key === 'channels' ? ', with all channels among `actions` of the schema of the contacts' : '';
    throw new InputError(
      `${place} ${key}: expected ${show(expected)}, as ${tables.file} has it, got ${show(found)}; make profiles from scratch${first}`,
    );
  };
  for (const key of Object.keys(now) as (keyof TotalsMeaning)[])
    if (JSON.stringify(now[key]) !== JSON.stringify(saved.meaning[key]))
      refuse(key, now[key], saved.meaning[key]);
  if (!now.isListed) return;
  const { names, groups, groupOf } = tables.products!;
  const kinds = new Map(names.map((name, i) => [name, groups[groupOf[i]!]!]));
  for (const [product, kind] of Object.entries(saved.products))
    if (kinds.get(product) !== kind) refuse(`products.${product}`, kinds.get(product), kind);
}

/** Kinds of products that the tables no longer name come behind theirs, so that theirs keep their numbers. */
function withKindsOf(totals: Totals, saved: SavedTotals): Totals {
  const { transactions } = totals;
  if (transactions === null) return totals;
  const kinds = [...saved.columns.keys()]
    .filter((name) => name.startsWith(GROUP))
    .map((name) => name.slice(GROUP.length));
  const more = kinds.filter((kind) => !transactions.groups.includes(kind));
  const count = transactions.fields.rows.length;
  return {
    ...totals,
    transactions: {
      ...transactions,
      groups: [...transactions.groups, ...more],
      byGroup: [...transactions.byGroup, ...more.map(() => new Float64Array(count))],
    },
  };
}

/**
 * Totals of the customers of these tables, among whom are those of the saved ones.
 *
 * @param place of the saved ones, for messages
 * @throws InputError where the tables mean something else
 */
export function restoredTotals(place: string, saved: SavedTotals, tables: CompanyTables): Totals {
  expectSameMeaning(place, saved, tables);
  const totals = withKindsOf(noTotals(tables), saved);
  const numbers = new Map(tables.customers.map((name, number) => [name, number]));
  const places = Int32Array.from(saved.customers, (name) => numbers.get(name)!);
  for (const [name, values] of columnsOf(totals)) {
    const kept = saved.columns.get(name);
    // Kinds of products that nobody had bought then are of later.
    if (kept === undefined && !name.startsWith(GROUP))
      throw new InputError(
        `${place} columns: expected ${show(name)} among them, got none; make profiles from scratch`,
      );
    if (kept !== undefined) places.forEach((customer, row) => (values[customer] = kept[row]!));
  }
  return { ...totals, moment: saved.moment, rows: saved.rows };
}
