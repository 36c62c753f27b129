/**
 * What was known before a moment, and nothing of later: what models are fitted on, and judged by. Its last window is what
 * they learn to foresee, from what was known when it began.
 */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { once } from '../../core/once';
import { profilesAsOf } from '../profile/profiles-as-of';
import type { CompanyTables } from '../tables/company-tables';
import { boughtWithin, historiesBefore, type Bought, type Moments } from './bought';
import { engagedColumns } from './engaged';
import type { CustomersAsOf } from './customers-as-of';

export interface Past {
  /** Milliseconds since 1970 in UTC: what happened at it, or later, is not known. */
  readonly until: number;
  /** Milliseconds of the last window. */
  readonly window: number;
  /** Whoever was known when the last window began, as of then. */
  readonly before: () => CustomersAsOf;
  /** [rows of `before`] what they bought in the last window */
  readonly came: () => Bought;
  /** [rows of `before`] 1 where a date of the table of customers lies in the last window; null where there is no such date */
  readonly cameOn: (column: string) => Float64Array | null;
  /** Whoever was known at the end, as of then. */
  readonly now: () => CustomersAsOf;
}

/** What was bought, and came of contacts, in the last window before each moment. */
export function recentColumns(tables: CompanyTables, rows: Moments, window: number): RawColumn[] {
  const { transactions, contacts } = tables;
  const engaged = contacts === null ? [] : engagedColumns(contacts, rows, window);
  if (transactions === null) return engaged;
  const { purchases, spend } = boughtWithin(tables, rows, -window, 0);
  return [
    { name: 'recent_purchases', kind: 'count', values: purchases },
    { name: 'recent_spend', kind: 'number', values: spend },
    ...engaged,
  ];
}

/** @param numbers of the customers by their names */
function rowsAsOf(
  numbers: ReadonlyMap<string, number>,
  customers: readonly string[],
  moment: number,
): Moments {
  return {
    customers: Int32Array.from(customers, (name) => numbers.get(name)!),
    moments: new Float64Array(customers.length).fill(moment),
  };
}

/**
 * @param window milliseconds
 * @throws InputError, when it is asked, if nobody was known at a moment
 */
export function pastOf(tables: CompanyTables, until: number, window: number): Past {
  const numbers = once(() => new Map(tables.customers.map((name, number) => [name, number])));
  const asOf = (moment: number): CustomersAsOf => {
    const { customers, columns } = profilesAsOf(tables, moment);
    const rows = rowsAsOf(numbers(), customers, moment);
    return {
      customers,
      columns: [...columns, ...recentColumns(tables, rows, window)],
      histories: once(() => historiesBefore(tables, rows)),
    };
  };
  const before = once(() => asOf(until - window));
  const beforeRows = () => rowsAsOf(numbers(), before().customers, until - window);
  return {
    ...{ until, window, before },
    now: once(() => asOf(until)),
    came: once(() => boughtWithin(tables, beforeRows(), 0, window)),
    cameOn: (name) => {
      const column = tables.attributes?.columns.find((one) => one.name === name);
      if (column?.kind !== 'date') return null;
      return Float64Array.from(beforeRows().customers, (customer) => {
        const time = column.values[customer]!;
        return time >= until - window && time < until ? 1 : 0;
      });
    },
  };
}
