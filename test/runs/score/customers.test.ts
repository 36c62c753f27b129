/** Who is there twice: nobody who is there once is taken for somebody else. */
import type { RawBatch } from '../../../src/dataset/features/raw-batches';
import { murmur3 } from '../../../src/core/murmur3';
import { CustomersSeen } from '../../../src/runs/score/customers';

function seen(names: readonly string[]): CustomersSeen {
  const bytes = Buffer.from(names.join(''));
  const bounds = new Int32Array(names.length + 1);
  names.forEach((name, i) => (bounds[i + 1] = bounds[i]! + Buffer.byteLength(name)));
  const customers = new CustomersSeen();
  const place = (row: number) => `file:${row + 2}`;
  const batch = { rows: names.length, first: 0, place, customers: { name: 'id', bytes, bounds } };
  customers.take(batch as unknown as RawBatch);
  return customers;
}

it.each([
  ['48YW1C1C', 'SLWINUPL'],
  ['Q1BIVF57', '9T4ONSG7'],
])('tells %s from %s, which MurmurHash3 confuses by several seeds', (one, other) => {
  const hashes = (name: string) =>
    [0x5bd1e995, 0x27d4eb2f].map((seed) => murmur3(Buffer.from(name), 0, 8, seed));
  const differing = hashes(one).filter((hash, i) => (hash | i) !== (hashes(other)[i]! | i));
  expect(differing).toEqual([]);
  expect(seen([one, other]).repeated).toBe(0);
});

it('confuses none of many, and finds those who are there twice', () => {
  // Of so many names 32 bits confuse about 19 pairs.
  const names = Array.from({ length: 400_000 }, (_, i) => `c${String((i * 7919) % 10_000_019)}`);
  expect(seen(names).repeated).toBe(0);
  const twice = seen([...names, names[5]!, names[399_999]!]);
  expect([twice.repeated, twice.place]).toEqual([2, `file:400002 id: "${names[5]!}"`]);
});
