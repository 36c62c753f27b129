/** How many messages customers wrote, and when the last one was. */
import type { Messages } from '../tables/company-tables';
import { eachRowBefore, type CountedRows, type Span } from './span';

/** lastTime: milliseconds; NaN without one */
export const messageFields = ['messages', 'lastTime'] as const;

export type MessageTotals = Readonly<Record<(typeof messageFields)[number], Float64Array>>;

export function noMessages(customers: number): MessageTotals {
  return { messages: new Float64Array(customers), lastTime: new Float64Array(customers).fill(NaN) };
}

/** What adds one message to the totals of a place. */
export function messageAdder(
  totals: MessageTotals,
  { times }: Messages,
): (place: number, row: number) => void {
  return (place, row) => {
    totals.messages[place]! += 1;
    totals.lastTime[place] = times[row]!;
  };
}

/** Adds the messages of a span. @param totals are changed */
export function addMessages(totals: MessageTotals, messages: Messages, { from, until }: Span): CountedRows {
  const counted = { before: 0, added: 0 };
  const add = messageAdder(totals, messages);
  eachRowBefore(messages, until, (customer, row, time) => {
    if (time < from) {
      counted.before += 1;
      return;
    }
    counted.added += 1;
    add(customer, row);
  });
  return counted;
}
