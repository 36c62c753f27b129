/** What the audit says: one sentence about the data, with its numbers, what it limits, and what to do. */
import { placeOf } from '../contacts/contact-log';
import type { AuditInput } from './audit-input';

/**
 * - block: what is learned or concluded from this log would be wrong
 * - warn: it limits what can be concluded
 * - note: to be known, and perhaps to be declared in the schema
 */
export type Severity = 'block' | 'warn' | 'note';

export interface Finding {
  /** The same for the same fault, in words joined by hyphens. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** A few lines of the file that show it; none where it is about the log as a whole. */
  readonly lines: readonly number[];
  readonly values?: Readonly<Record<string, number>>;
}

/** A check: nothing where the fault is not there. */
export type Check = (input: AuditInput) => Finding[];

/** Three significant digits. */
export function decimals(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** @param share in [0, 1]; what is nearly all is not shown as all */
export function percent(share: number): string {
  const shown = Number((100 * share).toPrecision(3));
  return shown >= 100 && share < 1 ? 'over 99.9 %' : `${shown} %`;
}

/** `212 of 296 rows (71.6 %)` */
export function shareOf(part: number, whole: number, what = 'rows'): string {
  return `${part} of ${whole} ${what} (${percent(part / whole)})`;
}

const EXAMPLES = 3;

/** Lines of the first few rows of the log, in the order of the file. */
export function linesOf({ log }: Pick<AuditInput, 'log'>, rows: Iterable<number>): number[] {
  return [...rows]
    .slice(0, EXAMPLES)
    .map((row) => log.lines[row]!)
    .sort((a, b) => a - b);
}

/** The first place of several, for messages. */
export function firstPlace({ log }: Pick<AuditInput, 'log'>, rows: ArrayLike<number>): string {
  return log.files.length > 1 ? placeOf(log, rows[0]!) : `line ${log.lines[rows[0]!]!}`;
}

/** Names in a sentence, the rest counted: `a, b, c and 4 more`. */
export function named(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
