/**
 * What contacts come to, customer by customer. What came of a contact is known once its window has passed: a profile may
 * know of a contact, and not yet whether it was opened.
 */
import { answers, type Answer, type Contacts } from '../tables/company-tables';
import { eachRowBefore, type CountedRows, type Span } from './span';

/** contacts: all · lastTime: of the last one, NaN without one · ripe: whose window has passed, and of these what came. */
export const contactFields = ['contacts', 'lastTime', 'ripe', ...answers] as const;

type Field = (typeof contactFields)[number];

/** Of the contacts by one channel, an action other than No Action. */
export interface ChannelTotals {
  readonly channel: string;
  /** [customers] all */
  readonly contacts: Float64Array;
  /** [customers] each of `channelAnswers`: what came of those whose window has passed */
  readonly came: Readonly<Partial<Record<Answer, Float64Array>>>;
}

export interface ContactTotals {
  /** [customers] each, of all channels together */
  readonly fields: Readonly<Record<Field, Float64Array>>;
  /** [channels] as the log orders them */
  readonly byChannel: readonly ChannelTotals[];
}

/**
 * Outcomes that are counted by channel: the first that the log has, which says whom a channel reaches, and the last, which says whom it
 * moves. Not all channels have the first one (a call is answered, not opened), and one in between says little that these two do not.
 */
export function channelAnswers({ came }: Pick<Contacts, 'came'>): readonly Answer[] {
  const known = answers.filter((answer) => came[answer] !== null);
  return known.filter((_, i) => i === 0 || i === known.length - 1);
}

/** Names of all that the schema of the log names, or else its rows, whenever: as everywhere that actions are listed. */
export const channelsOf = ({ actionNames }: Pick<Contacts, 'actionNames'>) => actionNames.slice(1);

/** @param kinds what is counted of each */
export function noContacts(customers: number, kinds: Pick<Contacts, 'came' | 'actionNames'>): ContactTotals {
  const field = (name: string) => new Float64Array(customers).fill(name === 'lastTime' ? NaN : 0);
  const fieldsOf = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, field(name)])) as Record<Name, Float64Array>;
  return {
    fields: fieldsOf(contactFields),
    byChannel: channelsOf(kinds).map((channel) => ({
      ...{ channel, contacts: field('contacts'), came: fieldsOf(channelAnswers(kinds)) },
    })),
  };
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
export function contactAdder({ fields, byChannel }: ContactTotals, contacts: Contacts) {
  const { times, actions, came } = contacts;
  const byEach = channelAnswers(contacts);
  return {
    count: (place: number, row: number) => {
      fields.contacts[place]! += 1;
      fields.lastTime[place] = times[row]!;
      byChannel[actions[row]! - 1]!.contacts[place]! += 1;
    },
    ripen: (place: number, row: number) => {
      fields.ripe[place]! += 1;
      for (const answer of answers) fields[answer][place]! += came[answer]?.[row] ?? 0;
      const own = byChannel[actions[row]! - 1]!.came;
      for (const answer of byEach) own[answer]![place]! += came[answer]![row]!;
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
