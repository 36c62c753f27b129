/** The tables of a few customers, with what happened before a moment: profiles of theirs need no more. */
import { isKnownByList } from '../profile/attribute-columns';
import {
  answers,
  type Attributes,
  type CompanyTables,
  type Contacts,
  type Events,
} from '../tables/company-tables';
import { chosenCells } from './customers-as-of';

/** Where the rows of each begin in the new table, and which of the old one they are. */
interface Chosen {
  readonly starts: Int32Array;
  /** [rows] */
  readonly places: Int32Array;
}

function rowsBefore({ starts, times }: Events, customers: Int32Array, moment: number): Chosen {
  const begins = new Int32Array(customers.length + 1);
  const places: number[] = [];
  customers.forEach((customer, i) => {
    for (let row = starts[customer]!; row < starts[customer + 1]! && times[row]! < moment; row += 1)
      places.push(row);
    begins[i + 1] = places.length;
  });
  return { starts: begins, places: Int32Array.from(places) };
}

const numbersAt = (values: Float64Array, { places }: Chosen) =>
  Float64Array.from(places, (place) => values[place]!);

function eventsOf(events: Events, chosen: Chosen): Events {
  return { rows: chosen.places.length, starts: chosen.starts, times: numbersAt(events.times, chosen) };
}

function contactsOf(contacts: Contacts, customers: Int32Array, moment: number): Contacts {
  const { actions, came, actionNames, window, goneAfter } = contacts;
  const chosen = rowsBefore(contacts, customers, moment);
  const cameTo = answers.map((answer) => {
    const values = came[answer];
    return [answer, values && Uint8Array.from(chosen.places, (place) => values[place]!)] as const;
  });
  return {
    ...{ ...eventsOf(contacts, chosen), actionNames, window },
    actions: chosen.places.map((place) => actions[place]!),
    goneAfter: goneAfter && Float64Array.from(customers, (customer) => goneAfter[customer]!),
    came: Object.fromEntries(cameTo) as Contacts['came'],
  };
}

function attributesOf({ listed, since, columns }: Attributes, customers: Int32Array): Attributes {
  return {
    listed: Uint8Array.from(customers, (customer) => listed[customer]!),
    since: since && Float64Array.from(customers, (customer) => since[customer]!),
    columns: columns.map((column) => chosenCells(column, customers)),
  };
}

/**
 * Kinds of products count as listed, so that each has its column whoever is asked about.
 *
 * @param customers numbers of some, rising
 * @param moment what happened at it, or later, is left out
 */
export function tablesOfSome(tables: CompanyTables, customers: Int32Array, moment: number): CompanyTables {
  const { attributes, transactions, contacts, messages, products } = tables;
  const bought = transactions && rowsBefore(transactions, customers, moment);
  const wrote = messages && rowsBefore(messages, customers, moment);
  return {
    ...tables,
    customers: Array.from(customers, (customer) => tables.customers[customer]!),
    attributes: attributes && attributesOf(attributes, customers),
    transactions: transactions && {
      ...eventsOf(transactions, bought!),
      amounts: numbersAt(transactions.amounts, bought!),
      quantities: transactions.quantities && numbersAt(transactions.quantities, bought!),
      products: transactions.products && bought!.places.map((place) => transactions.products![place]!),
    },
    contacts: contacts && contactsOf(contacts, customers, moment),
    // No profile asks for them.
    decisions: null,
    messages: messages && {
      ...eventsOf(messages, wrote!),
      texts: Array.from(wrote!.places, (place) => messages.texts[place]!),
    },
    products: products && { ...products, isListed: true },
  };
}

/** Whether anything of a customer was known before a moment. */
export function isKnownBefore(tables: CompanyTables, customer: number, moment: number): boolean {
  const { attributes, transactions, contacts, messages } = tables;
  if (attributes !== null && isKnownByList(attributes, customer, moment)) return true;
  return [transactions, contacts, messages].some((events) => {
    if (events === null) return false;
    const first = events.starts[customer]!;
    return first < events.starts[customer + 1]! && events.times[first]! < moment;
  });
}
