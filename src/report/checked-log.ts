/** What a log was found to hold: drawn on the terminal and on a page. */
import type { Finding } from '../dataset/audit/finding';
import type { DataOverview } from '../dataset/audit/overview';

export interface CheckedLog {
  /** The file. */
  readonly data: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly dataHash: string;
  readonly overview: DataOverview;
  /** The severest first. */
  readonly findings: readonly Finding[];
}
