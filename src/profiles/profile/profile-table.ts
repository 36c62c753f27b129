/**
 * Profiles of customers as of a moment, as columns that `dataset/features` fits and encodes as it does those of a log.
 * A row knows what happened strictly before the moment: what happened at the moment itself is not known yet.
 */
import type { RawColumn } from '../../dataset/contacts/contact-log';

export interface ProfileTable {
  /** Milliseconds since 1970 in UTC. */
  readonly moment: number;
  /** [customers] names in order of code units: whoever was known before the moment */
  readonly customers: readonly string[];
  /** [customers] each, NaN or -1 where nothing is known; a name is the same at every moment */
  readonly columns: readonly RawColumn[];
}
