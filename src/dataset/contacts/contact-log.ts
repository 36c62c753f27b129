/**
 * A company's log of contacts as columns, each with what it means: rows are ordered by customer and time, and what the
 * log lacks is null. A published study, a one-decision experiment and a history of customers are all this one thing.
 */
import type { TableSource } from '../read/table-source';

/** Names kept as codes. */
export interface Names {
  /** [rows] index into `names`; -1 where missing */
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

export type NumberKind = 'number' | 'count' | 'flag' | 'days-since' | 'date';

/** A feature as the file has it, before anything is fitted. */
export type RawColumn =
  | {
      readonly name: string;
      readonly kind: NumberKind;
      /** [rows] NaN where missing, or where it never happened; a date is milliseconds since 1970 in UTC */
      readonly values: Float64Array;
    }
  | ({
      readonly name: string;
      readonly kind: 'category';
      /** Whether the schema says which levels there are. */
      readonly declared: boolean;
    } & Names);

/** What the cells of a column say that the log keeps only by its meaning. */
export interface CellCounts {
  readonly name: string;
  readonly meaning: 'group' | 'eligible' | 'terminal';
  readonly kind: 'category' | 'flag';
  /** The most frequent ones first; at most a hundred. */
  readonly values: readonly { readonly text: string; readonly rows: number }[];
  readonly distinct: number;
  /** Rows without a value. */
  readonly missing: number;
}

export const groupNames = ['random', 'usual', 'holdout', 'other'] as const;

export interface ContactLog {
  readonly rows: number;
  readonly files: readonly string[];
  /** [files] what each one is */
  readonly formats: TableSource['formats'];
  /** [rows] index into `files`; null where there is one */
  readonly fileOf: Int32Array | null;
  /** [rows] line of the file, or row of a Parquet file */
  readonly lines: Int32Array;
  /** SHA-256 of the bytes read, hexadecimal. */
  readonly dataHash: string;
  /** Who was contacted; null where each row stands alone. */
  readonly customers: Names | null;
  /** [rows] milliseconds since 1970 in UTC, or numbers of `timeUnit: step` */
  readonly times: Float64Array | null;
  /** Names of the actions; index 0 is No Action. */
  readonly actions: readonly string[];
  /** [rows] index into `actions` */
  readonly loggedActions: Int32Array;
  /** [rows] */
  readonly rewards: Float64Array;
  /** What came after a decision, [rows] each; never a feature. */
  readonly outcomes: ReadonlyMap<string, Float64Array>;
  /** [rows] probability of the logged action */
  readonly propensities: Float64Array | null;
  /** [rows, actions] probability of every action */
  readonly actionPropensities: Float64Array | null;
  /** [rows] index into `groupNames` */
  readonly groups: Int32Array | null;
  /** [rows, actions] 1 where the company allowed it; null where everything always was */
  readonly eligible: Uint8Array | null;
  /** [rows] cost of the logged action */
  readonly costs: Float64Array;
  /** [actions] cost of each action, 0 where none is known */
  readonly actionCosts: readonly number[];
  /** [rows] 1 / probability that the row was kept; null where all were */
  readonly weights: Float64Array | null;
  /** [rows] 1 where the customer was gone afterwards */
  readonly terminal: Uint8Array | null;
  readonly features: readonly RawColumn[];
  /** [rows] columns that rules ask for, as text */
  readonly ruleColumns: ReadonlyMap<string, Names>;
  /** What the cells of some columns say, counted. */
  readonly cellCounts: readonly CellCounts[];
  /** [rows] equal for rows that are equal in every column; made at the first call */
  readonly contentHashes: () => Float64Array;
}

export type RowPlaces = Pick<TableSource, 'files' | 'formats' | 'fileOf' | 'lines'>;
