/** How many rows have something in each column. */
import type { Profiled } from '../runs/customers/profile-customers';

export function knownOf({ columns, customers }: Profiled['profiles']) {
  return columns.map((column) => {
    const missing =
      column.kind === 'category'
        ? column.codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0)
        : column.values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
    return { name: column.name, kind: column.kind, known: customers.length - missing };
  });
}
