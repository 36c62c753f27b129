import fc from 'fast-check';
import { DuckDBInstance } from '@duckdb/node-api';
import { bucketOf, BUCKETS } from '../../../src/dataset/assignment/buckets';
import { goodnessOfFit } from '../../../src/stats/goodness-of-fit';
import { vectors } from '../../fixtures/assignment/buckets.json';

it.each(vectors)('puts $customer under $salt where Python does', ({ salt, customer, bucket }) => {
  expect(bucketOf(salt, customer)).toBe(bucket);
});

it('is what the help says in SQL', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const query = vectors.map(
    ({ salt, customer }) =>
      `SELECT ('0x' || substr(sha256('${salt}:' || '${customer}'), 1, 13))::BIGINT % 1000000`,
  );
  const rows = await (await connection.run(query.join(' UNION ALL '))).getRows();
  instance.closeSync();
  expect(rows.map(([bucket]) => Number(bucket))).toEqual(vectors.map(({ bucket }) => bucket));
});

/** [customers] a twentieth of the buckets each */
const twentieths = (salt: string, count: number) =>
  Array.from({ length: count }, (_, i) => Math.floor((20 * bucketOf(salt, `customer-${i}`)) / BUCKETS));

it('spreads customers evenly, also those whose names differ in a digit', () => {
  const counts = new Array<number>(20).fill(0);
  for (const part of twentieths('spring', 20_000)) counts[part]! += 1;
  const { pValue, freedom } = goodnessOfFit(counts.map((observed) => ({ observed, expected: 1000 })));
  expect(freedom).toBe(19);
  expect(pValue).toBeGreaterThan(0.001);
});

it('gives the same customers unrelated buckets under two salts', () => {
  const [one, other] = [twentieths('spring', 20_000), twentieths('autumn', 20_000)];
  const counts = new Array<number>(400).fill(0);
  one.forEach((part, i) => (counts[20 * part + other[i]!]! += 1));
  const { pValue } = goodnessOfFit(counts.map((observed) => ({ observed, expected: 50 })));
  expect(pValue).toBeGreaterThan(0.001);
});

it('is a bucket, whatever the customer is called', () => {
  fc.assert(
    fc.property(fc.string(), (customer) => {
      const bucket = bucketOf('a', customer);
      expect(Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS).toBe(true);
    }),
  );
});
