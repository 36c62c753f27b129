/** Parts of the customers that reports judge apart. */
import { customerParts } from '../../../src/profiles/judge/customer-parts';

const customersWith = (days: readonly number[]) => ({
  customers: days.map((_, row) => `c${row}`),
  columns: [{ name: 'days_since_purchase', kind: 'days-since' as const, values: Float64Array.from(days) }],
  histories: () => {
    throw new Error('not asked');
  },
});

const partsOf = (days: readonly number[]) =>
  customerParts(customersWith(days), []).map(({ by, segments }) => [by, segments.names, [...segments.of]]);

it('are thirds by when they last bought, and who never did', () => {
  expect(partsOf([0.5, 3, 7.2, 20, 30, 30.5, NaN])).toEqual([
    [
      'when they had last bought',
      ['within 3 days', '4 to 20 days ago', '21 to 31 days ago', 'had not bought'],
      [0, 0, 1, 1, 2, 2, 3],
    ],
  ]);
});

it('are fewer where many bought on one day, and none where all did', () => {
  expect(partsOf([5, 5, 5, 5, 9])).toEqual([
    ['when they had last bought', ['within 5 days', '6 to 9 days ago'], [0, 0, 0, 0, 1]],
  ]);
  expect(partsOf([4.2, 5, 4.5])).toEqual([]);
  expect(partsOf([NaN, NaN])).toEqual([]);
});
