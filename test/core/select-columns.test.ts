/** Columns of a matrix that lies row by row. */
import { selectColumns } from '../../src/core/select-columns';

const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);

it('takes some of the columns, in the order that is asked', () => {
  expect([...selectColumns(matrix, 3, [2, 0])]).toEqual([3, 1, 6, 4]);
});

it('takes none of nothing', () => {
  expect(selectColumns(matrix, 3, [])).toHaveLength(0);
  expect(selectColumns(new Float32Array(0), 0, [])).toHaveLength(0);
});
