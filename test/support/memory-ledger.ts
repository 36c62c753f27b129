/** A ledger of looks for tests, kept in memory. */
import type { Look } from '../../src/evaluate/looks';
import type { LookLedger } from '../../src/runs/look-ledger';

/** @returns what was taken down too, by the hash of the log */
export function memoryLedger() {
  const kept = new Map<string, Look[]>();
  const ledger: LookLedger = {
    add(logHash, looks) {
      const all = [...(kept.get(logHash) ?? []), ...looks];
      kept.set(logHash, all);
      return { looks: all, unreadable: 0 };
    },
  };
  return { ledger, kept };
}
