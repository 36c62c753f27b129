/** What became lately of contacts, row by row: of those whose window had passed at the moment, as in profiles. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { isRipe } from '../profile/contact-totals';
import type { Moments } from '../profile/moments';
import { inOrder, isBefore, walk, type Walk } from '../profile/walk-moments';
import { answers, type Answer, type Contacts } from '../tables/company-tables';

const names: Readonly<Record<Answer, readonly [string, string]>> = {
  opened: ['recent_opens', 'days_since_open'],
  clicked: ['recent_clicks', 'days_since_click'],
  answered: ['recent_answers', 'days_since_answer'],
};

/** Name of the column that tells who is gone. */
export const GONE = 'gone';

/** Whether the log had called each gone: known, as outcomes are, when the decision's window has passed. */
function goneColumn(contacts: Contacts, { customers, moments }: Moments): RawColumn[] {
  const { goneAfter } = contacts;
  if (goneAfter === null) return [];
  const values = Float64Array.from(customers, (customer, row) =>
    isRipe(contacts, goneAfter[customer]!, moments[row]!) ? 1 : 0,
  );
  return [{ name: GONE, kind: 'flag', values }];
}

type Asked = Pick<Walk, 'rows' | 'order'>;

/** Contacts that are asked for: by when one counts, and which. */
interface Counted {
  readonly counts: Walk['counts'];
  readonly isCounted: (event: number) => boolean;
}

/** @returns [rows] how many there were in the last window: all, less those that are older */
function recentOf(
  contacts: Contacts,
  asked: Asked,
  window: number,
  { counts, isCounted }: Counted,
): Float64Array {
  const howMany = (countsThen: Walk['counts']) => {
    const found = new Float64Array(asked.rows.customers.length);
    const add = (row: number, event: number) => {
      if (isCounted(event)) found[row]! += 1;
    };
    walk(contacts, { ...asked, counts: countsThen, fields: [found], add });
    return found;
  };
  const older = howMany((time, moment) => time < moment - window && counts(time, moment));
  return howMany(counts).map((all, row) => all - older[row]!);
}

/** @returns [rows] days since the last one; NaN without one */
function daysSinceLast(contacts: Contacts, asked: Asked, { counts, isCounted }: Counted): Float64Array {
  const last = new Float64Array(asked.rows.customers.length).fill(NaN);
  const add = (row: number, event: number) => {
    if (isCounted(event)) last[row] = contacts.times[event]!;
  };
  walk(contacts, { ...asked, counts, fields: [last], add });
  return last.map((time, row) => (asked.rows.moments[row]! - time) / DAY);
}

/**
 * How many contacts in the last window before the moment came to what, and days since the last contact that ever did; and, where the log
 * says it, who is gone.
 *
 * @param window milliseconds
 * @param order [rows] as `inOrder` has them. @default it is found
 */
export function engagedColumns(
  contacts: Contacts,
  rows: Moments,
  window: number,
  order: Int32Array = inOrder(rows),
): RawColumn[] {
  const asked = { rows, order };
  const made = { counts: isBefore, isCounted: () => true };
  return [
    { name: 'recent_contacts', kind: 'count', values: recentOf(contacts, asked, window, made) },
    ...answers.flatMap((answer): RawColumn[] => {
      const came = contacts.came[answer];
      if (came === null) return [];
      const [recent, since] = names[answer];
      const counted: Counted = {
        counts: (time, moment) => isRipe(contacts, time, moment),
        isCounted: (event) => came[event] === 1,
      };
      return [
        { name: recent, kind: 'count', values: recentOf(contacts, asked, window, counted) },
        { name: since, kind: 'days-since', values: daysSinceLast(contacts, asked, counted) },
      ];
    }),
    ...goneColumn(contacts, rows),
  ];
}
