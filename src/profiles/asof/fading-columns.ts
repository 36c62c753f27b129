/**
 * Counts that fade, row by row: what happened counts 1 at its time, and half as much with each half-life that has passed since.
 *
 * Contact pressure wears off over weeks. Counts of a whole life leave the range of the log when a policy contacts more than the log
 * did, and those of one window cannot tell a contact of last week from one of two months ago. In a simulated company of 20,000
 * customers a policy learned with these columns earned .354 a week in place of .295 in another company, and .310 with one
 * half-life of 28 days; each ± .03, of one training, and the choice was made by it.
 */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { channelAnswers, channelsOf, isRipe } from '../profile/contact-totals';
import { answerColumns } from '../profile/engagement-columns';
import type { Moments } from '../profile/moments';
import { isBefore, walk, type Walk } from '../profile/walk-moments';
import { answers, type Contacts, type Events, type Transactions } from '../tables/company-tables';

/** Days: one for what wears off in weeks, one for what does in months. The choice is ours. */
const HALF_LIVES = [14, 56] as const;

interface Asked {
  readonly rows: Moments;
  /** [rows] as `inOrder` has them */
  readonly order: Int32Array;
}

/** What happened, and of what table. */
interface Counted {
  readonly name: string;
  readonly events: Events;
  /** Whether what happened at a time is known at a moment. */
  readonly counts: Walk['counts'];
  readonly isCounted: (event: number) => boolean;
}

/** @param days half-life @returns [rows] 0 without an event */
function fadingColumn(
  { name, events, counts, isCounted }: Counted,
  { rows, order }: Asked,
  days: number,
): RawColumn {
  /** What is left after so many milliseconds: 1 at once, 0 of what never was. */
  const leftAfter = (passed: number) => 2 ** (-passed / (days * DAY));
  const sums = new Float64Array(rows.customers.length);
  const last = new Float64Array(rows.customers.length).fill(-Infinity);
  // From event to event, not from row to row: so a row is the same to the last bit whichever others are asked for.
  const add = (row: number, event: number) => {
    if (!isCounted(event)) return;
    const time = events.times[event]!;
    sums[row] = sums[row]! * leftAfter(time - last[row]!) + 1;
    last[row] = time;
  };
  walk(events, { rows, order, counts, fields: [sums, last], add });
  const values = sums.map((sum, row) => sum * leftAfter(rows.moments[row]! - last[row]!));
  return { name: `fading_${name}_${days}d`, kind: 'number', values };
}

const fadingColumns = (counted: readonly Counted[], asked: Asked): RawColumn[] =>
  HALF_LIVES.flatMap((days) => counted.map((one) => fadingColumn(one, asked, days)));

/** Money back is no purchase. */
export function fadingPurchases(transactions: Transactions, asked: Asked): RawColumn[] {
  const isCounted = (event: number) => transactions.amounts[event]! >= 0;
  return fadingColumns([{ name: 'purchases', events: transactions, counts: isBefore, isCounted }], asked);
}

/**
 * Contacts, and those by each channel; what came of contacts, known when the window of each has passed and fading from its time on, and of
 * the first answer that the log has, which says whom a channel reaches, that by each channel.
 */
export function fadingContacts(contacts: Contacts, asked: Asked): RawColumn[] {
  const { actions, came } = contacts;
  const channels = channelsOf(contacts);
  const [first] = channelAnswers(contacts);
  const byChannel = (all: Counted): Counted[] =>
    channels.map((channel, j) => ({
      ...{ ...all, name: `${all.name}_${channel}` },
      isCounted: (event) => actions[event] === j + 1 && all.isCounted(event),
    }));
  const made: Counted = { name: 'contacts', events: contacts, counts: isBefore, isCounted: () => true };
  const counted = answers.flatMap((answer) => {
    const known = came[answer];
    if (known === null) return [];
    const all: Counted = {
      ...{ name: answerColumns[answer][0], events: contacts },
      counts: (time, moment) => isRipe(contacts, time, moment),
      isCounted: (event) => known[event] === 1,
    };
    return answer === first ? [all, ...byChannel(all)] : [all];
  });
  return fadingColumns([made, ...byChannel(made), ...counted], asked);
}
