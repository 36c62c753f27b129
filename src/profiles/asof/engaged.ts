/** What became lately of contacts, row by row: of those whose window had passed at the moment, as in profiles. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { answers, type Answer, type Contacts } from '../tables/company-tables';
import type { Moments } from '../profile/moments';

const names: Readonly<Record<Answer, readonly [string, string]>> = {
  opened: ['recent_opens', 'days_since_open'],
  clicked: ['recent_clicks', 'days_since_click'],
  answered: ['recent_answers', 'days_since_answer'],
};

/** Name of the column that tells who is gone. */
export const GONE = 'gone';

/** Whether the log had called each gone: known, as outcomes are, when the decision's window has passed. */
function goneColumn({ goneAfter, window }: Contacts, { customers, moments }: Moments): RawColumn[] {
  if (goneAfter === null) return [];
  const isKnown = (time: number, moment: number) => time < moment && time + window <= moment;
  const values = Float64Array.from(customers, (customer, row) =>
    isKnown(goneAfter[customer]!, moments[row]!) ? 1 : 0,
  );
  return [{ name: GONE, kind: 'flag', values }];
}

/**
 * How many contacts in the last window before the moment came to what, and days since the last contact that ever did; and, where the log
 * says it, who is gone.
 *
 * @param window milliseconds
 */
export function engagedColumns(
  contacts: Contacts,
  { customers, moments }: Moments,
  window: number,
): RawColumn[] {
  const { starts, times, came, window: ripening } = contacts;
  const known = answers.filter((answer) => came[answer] !== null);
  const recent = new Float64Array(customers.length);
  const counts = known.map(() => new Float64Array(customers.length));
  const since = known.map(() => new Float64Array(customers.length).fill(NaN));
  customers.forEach((customer, row) => {
    const moment = moments[row]!;
    for (let at = starts[customer]!; at < starts[customer + 1]! && times[at]! < moment; at += 1) {
      const isRecent = times[at]! >= moment - window;
      if (isRecent) recent[row]! += 1;
      if (times[at]! + ripening > moment) continue;
      for (let j = 0; j < known.length; j += 1) {
        if (came[known[j]!]![at] !== 1) continue;
        since[j]![row] = (moment - times[at]!) / DAY;
        if (isRecent) counts[j]![row]! += 1;
      }
    }
  });
  return [
    { name: 'recent_contacts', kind: 'count', values: recent },
    ...known.flatMap((answer, j): RawColumn[] => [
      { name: names[answer][0], kind: 'count', values: counts[j]! },
      { name: names[answer][1], kind: 'days-since', values: since[j]! },
    ]),
    ...goneColumn(contacts, { customers, moments }),
  ];
}
