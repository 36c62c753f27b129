/** Counts that halve every 14 days, and every 56: by hand, and beside a sum over all that was known before each row. */
import fc from 'fast-check';
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { fadingContacts, fadingPurchases } from '../../../src/profiles/asof/fading-columns';
import { recentColumns } from '../../../src/profiles/asof/recent-columns';
import { chosenMoments, type Moments } from '../../../src/profiles/profile/moments';
import { inOrder } from '../../../src/profiles/profile/walk-moments';
import { answers, type Answer, type Contacts } from '../../../src/profiles/tables/company-tables';
import { companyOf } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const HALF_LIVES = [14, 56];
const NOW = Date.UTC(2026, 5, 1);

const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const rowsAt = (customers: readonly number[], moments: readonly number[]): Moments => ({
  customers: Int32Array.from(customers),
  moments: Float64Array.from(moments),
});
const valuesOf = (columns: readonly RawColumn[]): Record<string, readonly number[]> =>
  Object.fromEntries(
    columns.map((column) => [column.name, column.kind === 'category' ? [] : [...column.values]]),
  );
const fadingOf = (contacts: Contacts, rows: Moments) =>
  valuesOf(fadingContacts(contacts, { rows, order: inOrder(rows) }));

it('counts half a contact of 14 days ago and a quarter of one of 28, and none at the moment itself', async () => {
  const { contacts } = await companyOf(freshFolder(), {
    contacts: [
      ...[`ann,${ago(28)},email,0,1`, `ann,${ago(14)},call,0,0`, `ann,${ago(0)},email,0,1`],
      ...[`bob,${ago(28)},none,0,1`, `cid,${ago(14)},email,0,0`],
    ],
  });
  const rows = rowsAt([0, 1, 2, 0], [NOW, NOW, NOW - 14 * DAY, NOW - 14 * DAY]);
  const found = fadingOf(contacts!, rows);
  expect(Object.fromEntries(Object.entries(found).filter(([name]) => name.endsWith('_14d')))).toEqual({
    fading_contacts_14d: [0.75, 0, 0, 0.5],
    fading_contacts_email_14d: [0.25, 0, 0, 0.5],
    fading_contacts_call_14d: [0.5, 0, 0, 0],
    fading_opens_14d: [0.25, 0, 0, 0.5],
    fading_opens_email_14d: [0.25, 0, 0, 0.5],
    fading_opens_call_14d: [0, 0, 0, 0],
  });
  // Half of the months-long count has gone after 56 days, a root of that after 28.
  expect(found.fading_contacts_call_56d).toEqual([2 ** -0.25, 0, 0, 0]);
  expect(found.fading_opens_email_56d).toEqual([2 ** -0.5, 0, 0, 2 ** -0.25]);
});

it('counts the purchases that the last window counts, money back as none', async () => {
  const tables = await companyOf(freshFolder(), {
    transactions: [
      ...[`ann,${ago(56)},10,1,x`, `ann,${ago(28)},0,1,x`, `ann,${ago(28)},5,1,x`],
      ...[`ann,${ago(28)},-5,1,x`, `ann,${ago(0)},9,1,x`, `bob,${ago(28)},-1,1,x`],
    ],
  });
  const [bought] = recentColumns(tables, rowsAt([1, 0], [NOW, NOW]), 60 * DAY);
  expect(bought!.table).toBe('transactions');
  expect(valuesOf(bought!.columns)).toMatchObject({
    recent_purchases: [0, 3],
    fading_purchases_14d: [0, 0.5625],
    fading_purchases_56d: [0, expect.closeTo(0.5 + 2 * 2 ** -0.5, 14)],
  });
});

it('knows what came of a contact when its window has passed, faded from the contact on', async () => {
  const { contacts } = await companyOf(freshFolder(), { contacts: [`ann,${ago(28)},email,0,1`] });
  // The window is of 7 days.
  const rows = rowsAt(
    [0, 0, 0],
    [21 * DAY + 1, 21 * DAY, 0].map((days) => NOW - days),
  );
  const { fading_contacts_14d: made, fading_opens_14d: opened } = fadingOf(contacts!, rows);
  expect(opened).toEqual([0, made![1], 0.25]);
  expect(made![1]).toBeCloseTo(2 ** -0.5, 14);
});

interface Event {
  readonly customer: number;
  readonly time: number;
  readonly action: number;
  readonly came: Readonly<Record<Answer, boolean>>;
}

const CHANNELS = ['email', 'call', 'letter'];
const CUSTOMERS = 3;
const time = fc.integer({ min: 0, max: 500 * DAY });
const event: fc.Arbitrary<Event> = fc.record({
  customer: fc.nat(CUSTOMERS - 1),
  // Days, so that some events and rows fall together, or any millisecond.
  time: fc.oneof(
    fc.nat(20).map((day) => day * DAY),
    time,
  ),
  action: fc.integer({ min: 1, max: CHANNELS.length }),
  came: fc.record({ opened: fc.boolean(), clicked: fc.boolean(), answered: fc.boolean() }),
});
const events = fc.array(event, { maxLength: 25 });
const asked = fc.array(event, { minLength: 1, maxLength: 12 }).map((all) =>
  rowsAt(
    all.map(({ customer }) => customer),
    all.map((one) => one.time),
  ),
);
const logged = fc.record({
  known: fc.subarray([...answers]),
  window: fc.constantFrom(0, 3 * DAY, 30 * DAY),
});
interface Logged {
  readonly known: readonly Answer[];
  readonly window: number;
}

function inOrderOfTime(all: readonly Event[]) {
  const sorted = all.toSorted((a, b) => a.customer - b.customer || a.time - b.time);
  return {
    sorted,
    table: {
      rows: sorted.length,
      starts: Int32Array.from(
        { length: CUSTOMERS + 1 },
        (_, customer) => sorted.filter((one) => one.customer < customer).length,
      ),
      times: Float64Array.from(sorted, (one) => one.time),
    },
  };
}

function contactsOf(all: readonly Event[], { known, window }: Logged): Contacts {
  const { sorted, table } = inOrderOfTime(all);
  const cameOf = (answer: Answer) =>
    known.includes(answer) ? Uint8Array.from(sorted, ({ came }) => (came[answer] ? 1 : 0)) : null;
  return {
    ...table,
    actions: Int32Array.from(sorted, ({ action }) => action),
    actionNames: ['none', ...CHANNELS],
    came: { opened: cameOf('opened'), clicked: cameOf('clicked'), answered: cameOf('answered') },
    ...{ goneAfter: null, window },
  };
}

/** Each chosen event by itself, in the order drawn. */
function summed(
  { customers, moments }: Moments,
  all: readonly Event[],
  days: number,
  isIn: (one: Event, moment: number) => boolean,
) {
  return Array.from(customers, (customer, row) => {
    const moment = moments[row]!;
    const own = all.filter((one) => one.customer === customer && one.time < moment && isIn(one, moment));
    return own.reduce((sum, one) => sum + Math.exp((-Math.LN2 * (moment - one.time)) / (days * DAY)), 0);
  });
}

function expectNear(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, row) => {
    if (!(Math.abs(value - wanted[row]!) <= 1e-12 * wanted[row]!)) expect(found).toEqual(wanted);
  });
}

it('is the sum over all contacts known before each row, by channel where it says whom a channel reaches', () => {
  const counts = { opened: 'opens', clicked: 'clicks', answered: 'answers' };
  fc.assert(
    fc.property(events, asked, logged, (all, rows, log) => {
      const found = fadingOf(contactsOf(all, log), rows);
      const wanted: Record<string, readonly number[]> = {};
      const ofLog = answers.filter((answer) => log.known.includes(answer));
      for (const days of HALF_LIVES) {
        const want = (
          name: string,
          isIn: (one: Event, moment: number) => boolean,
          channels: readonly string[],
        ) => {
          wanted[`fading_${name}_${days}d`] = summed(rows, all, days, isIn);
          channels.forEach((channel, j) => {
            const isBy = (one: Event, moment: number) => one.action === j + 1 && isIn(one, moment);
            wanted[`fading_${name}_${channel}_${days}d`] = summed(rows, all, days, isBy);
          });
        };
        want('contacts', () => true, CHANNELS);
        ofLog.forEach((answer, place) =>
          want(
            counts[answer],
            (one, moment) => one.came[answer] && one.time + log.window <= moment,
            place === 0 ? CHANNELS : [],
          ),
        );
      }
      expect(Object.keys(found)).toEqual(Object.keys(wanted));
      for (const [name, values] of Object.entries(wanted)) expectNear(found[name]!, values);
    }),
  );
});

it('is the sum over all purchases before each row', () => {
  fc.assert(
    fc.property(events, asked, (all, rows) => {
      const { sorted, table } = inOrderOfTime(all);
      const amounts = Float64Array.from(sorted, ({ came }) => (came.opened ? 5 : -5));
      const transactions = { ...table, amounts, quantities: null, products: null };
      const found = valuesOf(fadingPurchases(transactions, { rows, order: inOrder(rows) }));
      for (const days of HALF_LIVES)
        expectNear(
          found[`fading_purchases_${days}d`]!,
          summed(rows, all, days, ({ came }) => came.opened),
        );
    }),
  );
});

it('has the channels together make the whole', () => {
  fc.assert(
    fc.property(events, asked, fc.constantFrom(0, 3 * DAY), (all, rows, window) => {
      const found = fadingOf(contactsOf(all, { known: ['opened'], window }), rows);
      for (const name of ['contacts', 'opens']) {
        const whole = found[`fading_${name}_14d`]!;
        const parts = CHANNELS.map((channel) => found[`fading_${name}_${channel}_14d`]!);
        const together = whole.map((_, row) => parts.reduce((sum, part) => sum + part[row]!, 0));
        expectNear(whole, together);
      }
    }),
  );
});

it('tells a row the same to the last bit whatever happens later, and whichever rows are asked for beside it', () => {
  fc.assert(
    fc.property(events, events, asked, logged, (all, others, rows, log) => {
      const whole = fadingOf(contactsOf(all, log), rows);
      rows.moments.forEach((moment, row) => {
        // What came of a contact whose window has not passed may still turn out otherwise.
        const turned = all
          .filter((one) => one.time < moment)
          .map((one) =>
            one.time + log.window <= moment ? one : { ...one, came: others[0]?.came ?? one.came },
          );
        const later = others.filter((one) => one.time >= moment);
        const alone = fadingOf(
          contactsOf([...turned, ...later], log),
          chosenMoments(rows, Int32Array.of(row)),
        );
        for (const [name, values] of Object.entries(alone))
          expect([name, ...values]).toEqual([name, whole[name]![row]]);
      });
    }),
  );
});
