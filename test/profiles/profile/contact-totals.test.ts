/** What contacts come to by channel: every number worked out by hand. */
import { addContacts, channelAnswers, noContacts } from '../../../src/profiles/profile/contact-totals';
import { contactColumns } from '../../../src/profiles/profile/engagement-columns';
import type { Contacts } from '../../../src/profiles/tables/company-tables';

const DAY = 86_400_000;

/** Contacts of two customers by email, sms, sms, email, and sms, with windows of 2 days. */
const contacts: Contacts = {
  ...{ rows: 5, starts: Int32Array.of(0, 4, 5), window: 2 * DAY, goneAfter: null },
  times: Float64Array.from([1, 2, 3, 8, 4], (day) => day * DAY),
  actions: Int32Array.of(1, 2, 2, 1, 2),
  actionNames: ['none', 'email', 'sms'],
  came: {
    opened: Uint8Array.of(0, 1, 1, 1, 0),
    clicked: Uint8Array.of(0, 1, 0, 1, 0),
    answered: Uint8Array.of(1, 1, 0, 1, 1),
  },
};

/** [customers] by the names of columns */
function columnsOf(some: Contacts, moment: number) {
  const totals = noContacts(2, some);
  addContacts(totals, some, { from: -Infinity, until: moment });
  const columns = contactColumns(totals, some, () => moment);
  return Object.fromEntries(
    columns.map((column) => [column.name, column.kind === 'category' ? [] : [...column.values]]),
  );
}

it('counts by channel what the first and the last outcome of the log came to', () => {
  const columns = columnsOf(contacts, 9 * DAY);
  expect(columns).toMatchObject({
    ...{ contacts: [4, 1], opens: [2, 0], clicks: [1, 0], answers: [2, 1] },
    // Of the email of day 8 it is not known yet what came.
    ...{ contacts_email: [2, 0], opens_email: [0, 0], answers_email: [1, 0] },
    ...{ contacts_sms: [2, 1], opens_sms: [2, 0], answers_sms: [1, 1] },
  });
  expect(Object.keys(columns)).not.toContain('clicks_sms');
});

it('has for each channel no more outcomes than the log', () => {
  const { clicked } = contacts.came;
  const clicks = { ...contacts, came: { opened: null, clicked, answered: null } };
  expect(columnsOf(clicks, 9 * DAY)).toMatchObject({ contacts_sms: [2, 1], clicks_sms: [1, 0] });
  expect(channelAnswers(clicks)).toEqual(['clicked']);
  const none = { ...contacts, window: 0, came: { opened: null, clicked: null, answered: null } };
  expect(columnsOf(none, 9 * DAY)).toEqual({
    ...{ contacts: [4, 1], days_since_contact: [1, 5], contacts_email: [2, 0], contacts_sms: [2, 1] },
  });
});
