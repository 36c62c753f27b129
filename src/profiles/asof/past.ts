/**
 * What was known before a moment, and nothing of later: what models are fitted on, and judged by. Its last window is what
 * they learn to foresee, from what was known when it began.
 */
import type { Moments } from '../profile/moments';
import { once } from '../../core/once';
import { pause } from '../../core/pause';
import { profilesAsOf } from '../profile/profiles-as-of';
import type { CompanyTables, TableEnds } from '../tables/company-tables';
import { boughtWithin, historiesBefore, type Bought } from './bought';
import { decisionsAsOf } from './decisions-as-of';
import { decidedBefore, type Decided, type Outcome } from './decided';
import type { CustomersAsOf } from './customers-as-of';
import { expectDifferentNames } from './expect-different-names';
import { expectDatesKnown } from './known-until';
import { recentColumns } from './recent-columns';

export interface Past {
  /** company.yaml, for messages. */
  readonly file: string;
  /** Until when each table is known: what a model asks of must reach as far as it is asked of. */
  readonly ends: TableEnds;
  readonly timeZone: string;
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
  /** Decisions from a moment on of which it was known before `until` what came; a purchase or spend within a window after each. */
  readonly decided: (from: number, outcome: Outcome) => Promise<Decided>;
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
 * Pasts of several moments, which share what does not hang on the moment.
 *
 * @param window milliseconds
 * @throws InputError, when it is asked, if nobody was known at a moment
 */
export function pastsOf(tables: CompanyTables, window: number): (until: number) => Past {
  const numbers = once(() => new Map(tables.customers.map((name, number) => [name, number])));
  const decisions = once(() => decisionsAsOf(tables, tables.decisions!, window));
  const asOf = (moment: number): CustomersAsOf => {
    const { customers, columns } = profilesAsOf(tables, moment);
    const rows = rowsAsOf(numbers(), customers, moment);
    const recent = recentColumns(tables, rows, window).flatMap((part) => part.columns);
    const all = [...columns, ...recent];
    expectDifferentNames(tables.file, all);
    return {
      customers,
      columns: all,
      histories: once(() => historiesBefore(tables, rows)),
    };
  };
  return (until) => {
    const before = once(() => asOf(until - window));
    const beforeRows = () => rowsAsOf(numbers(), before().customers, until - window);
    return {
      ...{ file: tables.file, ends: tables.ends, timeZone: tables.timeZone, until, window, before },
      now: once(() => asOf(until)),
      came: once(() => boughtWithin(tables, beforeRows(), 0, window)),
      decided: async (from, outcome) => {
        // Whoever wants an end is heard before a long step.
        await pause();
        return decidedBefore(tables, decisions, { from, until, window }, outcome);
      },
      cameOn: (name) => {
        const column = tables.attributes?.columns.find((one) => one.name === name);
        if (column?.kind !== 'date') return null;
        expectDatesKnown(tables, column, until);
        return Float64Array.from(beforeRows().customers, (customer) => {
          const time = column.values[customer]!;
          return time >= until - window && time < until ? 1 : 0;
        });
      },
    };
  };
}

/** Of one moment: see `pastsOf`. */
export function pastOf(tables: CompanyTables, until: number, window: number): Past {
  return pastsOf(tables, window)(until);
}
