/** What the audit says: one sentence about the data, with its numbers, what it limits, and what to do. */
import type { RowPlaces } from '../contacts/contact-log';
import { tablePlace } from '../read/read-table';
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

/** What has been in reports since their first version. */
export type DataWarning = Pick<Finding, 'code' | 'message'>;

/** Findings that limit what can be concluded, without those that are only to be known. */
export function warningsOf(findings: readonly Finding[]): DataWarning[] {
  return findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ code, message }) => ({ code, message }));
}

/** A check: nothing where the fault is not there. */
export type Check = (input: AuditInput) => Finding[];

const EXAMPLES = 3;

/** Lines of the first few rows of the log, in the order of the file. */
export function linesOf({ log }: { readonly log: RowPlaces }, rows: Iterable<number>): number[] {
  return [...rows]
    .slice(0, EXAMPLES)
    .map((row) => log.lines[row]!)
    .sort((a, b) => a - b);
}

/** The first place of several, for messages. */
export function firstPlace({ log }: { readonly log: RowPlaces }, rows: ArrayLike<number>): string {
  return log.files.length > 1 ? tablePlace(log, rows[0]!) : `line ${log.lines[rows[0]!]!}`;
}
