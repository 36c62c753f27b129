/** Logs written the other way: what a row earned stands in the customer's next row. */

/** Rows by customer, each customer's in the order of time. */
export function byCustomer<Row extends { readonly id: string; readonly day: number }>(
  rows: readonly Row[],
): Row[][] {
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.map((id) => rows.filter((row) => row.id === id).sort((a, b) => a.day - b.day));
}

/** The same rows with each margin in the row after it. @param first what stands in a customer's first row */
export function told<Row extends { readonly id: string; readonly day: number; readonly margin: number }>(
  rows: readonly Row[],
  first: number,
): Row[] {
  return byCustomer(rows).flatMap((own) =>
    own.map((row, k) => ({ ...row, margin: k === 0 ? first : own[k - 1]!.margin })),
  );
}
