/** Rows of outcomes that say what another row has said. */

/** Rows, one by one. */
export interface OutcomeRows {
  /** [rows] index of the customer */
  readonly codes: Int32Array;
  readonly outcomes: Float64Array;
  /** Milliseconds. */
  readonly times: Float64Array | null;
}

/** Rows by customer. @returns [rows] their numbers, and [customers + 1] where each customer's begin */
function byCustomer(codes: Int32Array, customers: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(customers + 1);
  for (const code of codes) starts[code + 1]! += 1;
  for (let i = 0; i < customers; i += 1) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const order = new Int32Array(codes.length);
  codes.forEach((code, row) => {
    order[next[code]!] = row;
    next[code]! += 1;
  });
  return { order, starts };
}

/** Rows so few are held against each other; of more a set is the faster way. */
const FEW = 12;

/** How many of one customer's rows say time and outcome of an earlier one. */
function repeatsAmong(rows: Int32Array, times: Float64Array, outcomes: Float64Array): number {
  if (rows.length > FEW)
    return rows.length - new Set(Array.from(rows, (row) => `${times[row]!}/${outcomes[row]!}`)).size;
  let repeated = 0;
  for (let i = 1; i < rows.length; i += 1) {
    let j = 0;
    while (times[rows[j]!] !== times[rows[i]!] || outcomes[rows[j]!] !== outcomes[rows[i]!]) j += 1;
    if (j < i) repeated += 1;
  }
  return repeated;
}

/**
 * Rows before the end that are told twice: a double export, or two purchases of one moment and sum.
 *
 * @param end milliseconds; Infinity where all rows count
 * @returns null of rows without a time
 */
export function repeatedRows(
  { codes, outcomes, times }: OutcomeRows,
  customers: number,
  end: number,
): number | null {
  if (times === null) return null;
  const { order, starts } = byCustomer(codes, customers);
  let repeated = 0;
  for (let i = 0; i < customers; i += 1) {
    const rows = order.subarray(starts[i], starts[i + 1]);
    repeated += repeatsAmong(
      end === Infinity ? rows : rows.filter((row) => times[row]! < end),
      times,
      outcomes,
    );
  }
  return repeated;
}
