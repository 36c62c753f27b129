/** What an experiment came to, with where it was read: drawn on the terminal and on a page. */
import type { ExperimentResult } from '../evaluate/experiment/result';

export interface ReadExperiment {
  readonly kind: 'experiment';
  /** File of outcomes. */
  readonly data: string;
  readonly groupsFile: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly dataHash: string;
  readonly groupsHash: string;
  /** Column of the outcome. */
  readonly outcome: string;
  /** Rows at or after it do not count; null where all do. */
  readonly until: string | null;
  readonly outcomeRows: {
    /** Of customers with a group. */
    readonly counted: number;
    /** At or after `until`. */
    readonly after: number;
    /** Of customers without a group. */
    readonly withoutGroup: number;
    /** With customer, time and outcome of another row; null where rows have no time. */
    readonly repeated: number | null;
  };
  /** Customers with outcomes and no group, who are left out. */
  readonly customersWithoutGroup: number;
  readonly result: ExperimentResult;
}
