/** The ledger of looks: which policies were judged on which decisions of a log. Whoever hosts runs keeps it. */
import type { Look, LooksAtLog } from '../evaluate/looks';

export interface LookLedger {
  /**
   * Takes down looks at a log, before anybody is told what was seen. Of processes that do so at once, none loses a look.
   *
   * @param logHash SHA-256 of the log's bytes, as they were before columns were added
   * @returns all looks at the log, these among them
   * @throws InputError if they cannot be kept
   */
  add(logHash: string, looks: readonly Look[]): LooksAtLog;
}
