/** What a service knows of customers beside requests. */
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { KnownCustomers } from '../../../src/serve/customers/known-customers';

const made = (own: RawColumn[] = []) => ({
  known: {
    customers: ['ann', 'bob'],
    columns: [
      { name: 'spend', kind: 'number' as const, values: Float64Array.of(12.5, NaN) },
      { name: 'loyal', kind: 'flag' as const, values: Float64Array.of(1, 0) },
      {
        ...{ name: 'segment', kind: 'category' as const, declared: false, names: ['big', 'small'] },
        codes: Int32Array.of(1, -1),
      },
    ],
  },
  ...{ attributes: own, place: 'company.yaml', made: [], remarks: [], window: '30d' },
  gone: null,
  ...{ asOf: '2026-06-01T00:00:00.000Z', fittedUntil: '2026-05-20T00:00:00.000Z', timeZone: 'UTC' },
});
const asked = (
  columns: Readonly<Record<string, unknown>> | null,
  state: readonly number[] | null = null,
) => ({
  ...{ columns, state, history: null, kept: null, now: 0, place: '', draw: 0 },
});

it('adds the columns that a request does not have, null where nothing is known', () => {
  const known = new KnownCustomers(made());
  const ann = known.fill(asked(null), 'ann');
  expect(ann.asked.columns).toEqual({ spend: 12.5, loyal: true, segment: 'small' });
  expect(ann).toMatchObject({ columnsAsOf: '2026-06-01T00:00:00.000Z', remarks: [] });
  expect(known.fill(asked({ age: 3 }), 'bob').asked.columns).toEqual({
    ...{ age: 3, spend: null, loyal: false, segment: null },
  });
});

it('adds what the table of customers says of those whom it knows, and of nobody else', () => {
  const known = new KnownCustomers(made([{ name: 'may_call', kind: 'flag', values: Float64Array.of(0, 1) }]));
  expect(known.fill(asked(null), 'ann').asked.columns).toMatchObject({ may_call: false, loyal: true });
  expect(known.fill(asked({ may_call: true }), 'ann').asked.columns).toMatchObject({ may_call: true });
  expect(Object.keys(known.fill(asked(null), 'carl').asked.columns!)).toEqual(['spend', 'loyal', 'segment']);
  const whole = asked({ spend: 1, segment: 'big', loyal: false });
  expect(known.fill(whole, 'bob').asked.columns).toMatchObject({ may_call: true, spend: 1 });
});

it('leaves cells of the request as they are, a null too', () => {
  const known = new KnownCustomers(made());
  expect(known.fill(asked({ spend: null, segment: 'big' }), 'ann').asked.columns).toEqual({
    ...{ spend: null, segment: 'big', loyal: true },
  });
  const whole = asked({ spend: 1, segment: 'big', loyal: false });
  expect(known.fill(whole, 'ann')).toEqual({ asked: whole, columnsAsOf: null, remarks: [] });
});

it('says of whom nothing is known, forgets, and answers for nobody without a name', () => {
  const known = new KnownCustomers(made());
  known.forget('ann');
  expect(known.describe()).toMatchObject({ customers: 1, columns: ['spend', 'loyal', 'segment'] });
  const { asked: filled, remarks } = known.fill(asked({ loyal: true }), 'ann');
  expect(filled.columns).toEqual({ loyal: true, spend: null, segment: null });
  expect(remarks).toEqual([
    'nothing is known of customer "ann" as of 2026-06-01T00:00:00.000Z: 2 columns that the request does not have are missing',
  ]);
  for (const one of [known.fill(asked({}), undefined), known.fill(asked(null, [1, 2]), 'bob')])
    expect(one.columnsAsOf).toBeNull();
});
