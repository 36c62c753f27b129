/** Which rows are counted: those from one moment on and before another. */
import type { Events } from '../tables/company-tables';

export interface Span {
  /** What was known before it is counted already; -Infinity where nothing is. */
  readonly from: number;
  /** What happens at it, or later, is not known. */
  readonly until: number;
}

/** Rows that were met. */
export interface CountedRows {
  /** Before the span, by the files: counted already. */
  readonly before: number;
  /** In the span. */
  readonly added: number;
}

/** Rows before the end of a span, customer by customer and in the order of time. */
export function eachRowBefore(
  { starts, times }: Events,
  until: number,
  visit: (customer: number, row: number, time: number) => void,
): void {
  for (let customer = 0; customer + 1 < starts.length; customer += 1) {
    const end = starts[customer + 1]!;
    for (let row = starts[customer]!; row < end && times[row]! < until; row += 1)
      visit(customer, row, times[row]!);
  }
}
