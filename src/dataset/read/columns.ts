/** Columns that take the cells of a file one by one: typed arrays that grow, no object per row. */
export type { ColumnReader } from './cells';
export { GrowingArray } from './growing-array';
export { NameColumn } from './name-column';
export { NumberColumn, NumberListColumn, numberOrExpectation } from './number-column';
