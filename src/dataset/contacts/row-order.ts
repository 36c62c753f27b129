/** The order of a log's rows: by customer and time, the same however the file was shuffled. */

/** What rows are sorted by, the first that differs decides. [rows] each */
export type SortKeys = readonly (ArrayLike<number> | null)[];

function compareBy(keys: readonly ArrayLike<number>[], one: number, other: number): number {
  for (const key of keys) {
    const difference = key[one]! - key[other]!;
    if (difference !== 0) return difference;
  }
  return one - other;
}

/** Whether no row comes before the one above it: a file in the order of time is sorted once its groups are. */
function isSorted(rows: number, keys: readonly ArrayLike<number>[]): boolean {
  for (let row = 1; row < rows; row += 1) if (!(compareBy(keys, row - 1, row) <= 0)) return false;
  return true;
}

/**
 * @param groups [rows] which group a row is in, 0, 1, ... below `count`; groups stay together in this order
 * @param keys what rows of a group are sorted by
 * @returns [rows] the row that comes first, second, ...
 */
export function rowOrder(rows: number, groups: Int32Array | null, count: number, keys: SortKeys): Int32Array {
  const given = keys.filter((key) => key !== null);
  const starts = new Int32Array(count + 1);
  if (groups === null) starts[count] = rows;
  else {
    for (let row = 0; row < rows; row += 1) starts[groups[row]! + 1]! += 1;
    for (let group = 0; group < count; group += 1) starts[group + 1]! += starts[group]!;
  }
  const order = new Int32Array(rows);
  const next = starts.slice(0, count);
  for (let row = 0; row < rows; row += 1) {
    const group = groups === null ? 0 : groups[row]!;
    order[next[group]!] = row;
    next[group]! += 1;
  }
  if (isSorted(rows, given)) return order;
  for (let group = 0; group < count; group += 1) sortPart(order, starts[group]!, starts[group + 1]!, given);
  return order;
}

/** Most customers have a handful of rows, often in order already: those are sorted by insertion. */
const FEW = 24;

function sortPart(order: Int32Array, from: number, to: number, keys: readonly ArrayLike<number>[]): void {
  if (to - from > FEW) {
    order.subarray(from, to).sort((one, other) => compareBy(keys, one, other));
    return;
  }
  for (let i = from + 1; i < to; i += 1) {
    const row = order[i]!;
    let place = i;
    while (place > from && compareBy(keys, row, order[place - 1]!) < 0) {
      order[place] = order[place - 1]!;
      place -= 1;
    }
    order[place] = row;
  }
}

/**
 * The order of numbers that are spread evenly below a limit, as hashes are: sorted into as many parts as there are
 * numbers, which takes one pass where comparing takes a score of them.
 *
 * @param values whole numbers in [0, limit)
 */
export function evenOrder(values: Float64Array, limit: number): Int32Array {
  const parts = new Int32Array(values.length);
  for (let i = 0; i < values.length; i += 1) parts[i] = Math.floor((values[i]! / limit) * values.length);
  return rowOrder(values.length, parts, values.length, [values]);
}

type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** The values in this order. @param width numbers per row */
export function reordered<Kind extends TypedArray>(values: Kind, order: Int32Array, width = 1): Kind {
  const result = new (values.constructor as new (length: number) => Kind)(order.length * width);
  if (width === 1) {
    for (let i = 0; i < order.length; i += 1) result[i] = values[order[i]!]!;
    return result;
  }
  for (let i = 0; i < order.length; i += 1)
    result.set(values.subarray(order[i]! * width, (order[i]! + 1) * width), i * width);
  return result;
}
