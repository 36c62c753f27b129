/** Orders of rows, against the plainest way to find and to apply them. */
import fc from 'fast-check';
import { Reordering } from '../../../src/dataset/contacts/reordering';
import { evenOrder, rowOrder } from '../../../src/dataset/contacts/row-order';

const rowsOf = (most: number) =>
  fc.array(fc.record({ group: fc.nat(4), time: fc.nat(3) }), { minLength: 1, maxLength: most });

it('orders by group, then by key, then by row', () => {
  fc.assert(
    fc.property(rowsOf(80), (rows) => {
      const expected = rows
        .map(({ group, time }, row) => ({ group, time, row }))
        .sort((a, b) => a.group - b.group || a.time - b.time || a.row - b.row)
        .map(({ row }) => row);
      const groups = Int32Array.from(rows, ({ group }) => group);
      const times = Float64Array.from(rows, ({ time }) => time);
      expect([...rowOrder(rows.length, groups, 5, [times])]).toEqual(expected);
    }),
  );
});

it('orders numbers that are spread evenly as a sort does, and bunched ones too', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(999), { maxLength: 60 }), (values) => {
      const expected = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
      expect([...evenOrder(Float64Array.from(values), 1000)]).toEqual(expected);
    }),
  );
});

// Beyond one part of 32,768 rows, and not a whole number of parts.
it.each([0, 1, 5, 32_768, 100_001])('puts columns of %i rows in order where they lie', (rows) => {
  // A step that has no factor in common with the rows visits each once.
  const order = Int32Array.from({ length: rows }, (_, i) => (i * 7919 + 3) % rows);
  const of = (row: number) => row / 3;
  const doubles = Float64Array.from({ length: rows }, (_, row) => of(row));
  const integers = Int32Array.from({ length: rows }, (_, row) => -row);
  const table = Uint8Array.from({ length: 2 * rows }, (_, at) => at % 251);
  const reordering = new Reordering(order.slice());
  expect(reordering.doubles(doubles)).toBe(doubles);
  expect(doubles).toEqual(Float64Array.from(order, of));
  expect(reordering.integers(integers)).toEqual(Int32Array.from(order, (row) => -row));
  expect(reordering.table(table, 2)).toEqual(
    Uint8Array.from({ length: 2 * rows }, (_, at) => (2 * order[at >> 1]! + (at % 2)) % 251),
  );
});
