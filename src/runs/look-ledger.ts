/** The ledger of looks: which policies were judged on which decisions of a log. Whoever hosts runs keeps it. */
import type { Look, LooksAtLog } from '../evaluate/looks';

export interface LookLedger {
  /**
   * Takes down looks at a log, before anybody is told what was seen. Of processes that do so at once, none loses a look.
   *
   * @param dataHash SHA-256 of the log's bytes
   * @returns all looks at the log, these among them
   * @throws InputError if they cannot be kept
   */
  add(dataHash: string, looks: readonly Look[]): LooksAtLog;
}
