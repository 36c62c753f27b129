/** What the thread that decides and the one that reads tell each other: plain data. */
import type { CustomerRows, RawBatch } from '../../dataset/features/raw-batches';
import type { RawInputs } from '../../dataset/features/raw-inputs';

/** What is to be read. */
export interface BatchRequest {
  readonly raw: RawInputs;
  /** None: the rows are the customers of `columns`. */
  readonly files: readonly string[];
  /** What is known of customers beside the files; null where nothing is. */
  readonly columns: CustomerRows | null;
  /** Of earlier contacts; none where nobody knows them. */
  readonly history: readonly string[];
  /** The model's. */
  readonly actions: readonly string[];
  /** Of a batch. */
  readonly rows: number;
  /** When all is decided, milliseconds. */
  readonly now: number | undefined;
}

export interface KnownHistory {
  readonly rows: number;
  readonly customers: number;
  /** The last time of all, as the log has its times; null of no rows. */
  readonly newest: number | null;
}

/** What may be asked for; `more` is said of each batch that was taken. */
export type Ask = 'history' | 'batches' | 'more';

export type Answer =
  | { readonly kind: 'history'; readonly history: KnownHistory | null }
  | { readonly kind: 'batch'; readonly batch: Omit<RawBatch, 'place'> }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly message: string };
