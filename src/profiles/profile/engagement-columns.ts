/** What a customer makes of contacts, and writes. Rates are of the contacts whose window has passed. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { answers, type Contacts } from '../tables/company-tables';
import type { ContactTotals } from './contact-totals';
import { daysSince } from './days-since';
import type { MomentOf } from './moments';
import type { MessageTotals } from './message-totals';

/** What comes of a contact, as a count and as a rate. */
const names = {
  opened: ['opens', 'open_rate'],
  clicked: ['clicks', 'click_rate'],
  answered: ['answers', 'answer_rate'],
} as const;

export function contactColumns(
  totals: ContactTotals,
  { came }: Pick<Contacts, 'came'>,
  momentOf: MomentOf,
): RawColumn[] {
  const { contacts, lastTime, ripe } = totals;
  return [
    { name: 'contacts', kind: 'count', values: contacts },
    daysSince('days_since_contact', lastTime, momentOf),
    ...answers
      .filter((answer) => came[answer] !== null)
      .flatMap((answer): RawColumn[] => {
        const rates = totals[answer].map((count, customer) =>
          ripe[customer]! > 0 ? count / ripe[customer]! : NaN,
        );
        const [count, rate] = names[answer];
        return [
          { name: count, kind: 'count', values: totals[answer] },
          { name: rate, kind: 'number', values: rates },
        ];
      }),
  ];
}

export function messageColumns({ messages, lastTime }: MessageTotals, momentOf: MomentOf): RawColumn[] {
  return [
    { name: 'messages', kind: 'count', values: messages },
    daysSince('days_since_message', lastTime, momentOf),
  ];
}
