/** What a setting of the coverage benchmark is. */
import type { LogSource } from '../../src/runs/self-test/coverage';

interface Known {
  readonly value: number;
  /** 0 where it is exact. */
  readonly standardError: number;
}

/** What the policy that is judged really earns. */
export interface KnownTruth extends Known {
  /** How much more that is than what the log earns. */
  readonly difference: Known;
}

/** Something that is known in closed form. */
export const exact = (value: number): Known => ({ value, standardError: 0 });

export interface NamedSetting {
  /** Unique, and the title of its table. */
  readonly name: string;
  /** What is logged and what is judged, in sentences. */
  readonly description: string;
  /** Logs at most, where one takes seconds. */
  readonly mostLogs?: number;
  /** Worked out once, however many threads draw logs. */
  readonly truth: () => Promise<KnownTruth>;
  /** Worked out once in each thread. */
  readonly open: () => Promise<LogSource>;
}
