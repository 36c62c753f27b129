/**
 * What contacts come to, customer by customer. What came of a contact is known once its window has passed: a profile may
 * know of a contact, and not yet whether it was opened.
 */
import { answers, type Contacts } from '../tables/company-tables';
import { eachRowBefore, type CountedRows, type Span } from './span';

/** contacts: all · lastTime: of the last one, NaN without one · ripe: whose window has passed, and of these what came. */
export const contactFields = ['contacts', 'lastTime', 'ripe', ...answers] as const;

export type ContactTotals = Readonly<Record<(typeof contactFields)[number], Float64Array>>;

export function noContacts(customers: number): ContactTotals {
  const field = (name: string) => new Float64Array(customers).fill(name === 'lastTime' ? NaN : 0);
  return Object.fromEntries(contactFields.map((name) => [name, field(name)])) as unknown as ContactTotals;
}

export interface CountedContacts extends CountedRows {
  /** Before the span, by the files, with a window that had not passed: what came of them is added now. */
  readonly openBefore: number;
  /** The same at the end of the span. */
  readonly openAfter: number;
}

/** Whether it is known at a moment what came of a contact. */
export const isRipe = ({ window }: Pick<Contacts, 'window'>, time: number, moment: number): boolean =>
  time < moment && time + window <= moment;

/** What adds one contact to the totals of a place, and what came of it. */
export function contactAdder(totals: ContactTotals, { times, came }: Contacts) {
  return {
    count: (place: number, row: number) => {
      totals.contacts[place]! += 1;
      totals.lastTime[place] = times[row]!;
    },
    ripen: (place: number, row: number) => {
      totals.ripe[place]! += 1;
      for (const answer of answers) totals[answer][place]! += came[answer]?.[row] ?? 0;
    },
  };
}

/**
 * Adds the contacts of a span, and what came of those whose window ended in it.
 *
 * @param totals are changed
 * @returns `before`: rows that are counted already with all that came of them
 */
export function addContacts(
  totals: ContactTotals,
  contacts: Contacts,
  { from, until }: Span,
): CountedContacts {
  const { count, ripen } = contactAdder(totals, contacts);
  const counted = { before: 0, added: 0, openBefore: 0, openAfter: 0 };
  eachRowBefore(contacts, until, (customer, row, time) => {
    if (isRipe(contacts, time, from)) {
      counted.before += 1;
      return;
    }
    if (time < from) counted.openBefore += 1;
    else {
      counted.added += 1;
      count(customer, row);
    }
    if (!isRipe(contacts, time, until)) {
      counted.openAfter += 1;
      return;
    }
    ripen(customer, row);
  });
  return counted;
}
