/** What a run needs of the program around it, and whom it tells how it goes; the command line is one such program. */
import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import type { Processes } from '../core/processes';
import type { ProgressDisplay, ProgressOptions } from '../core/progress';
import type { StopSignal } from '../core/stop';
import type { LookLedger } from './look-ledger';

/** Where logs that were read are kept for the next start. */
export interface LogCacheSettings {
  readonly folder: string;
  /** Bytes of the smallest log that is kept. */
  readonly smallest: number;
}

export interface Host {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly processes: Processes;
  /** Starts the display of some long work. */
  progress(options: ProgressOptions): ProgressDisplay;
  /** Without it, logs are read anew at every start. */
  readonly logCache?: LogCacheSettings | null;
  /** Without it, looks at the decisions of logs are not counted, and reports say so. */
  readonly ledger?: LookLedger | null;
  /** From here until `release`, whoever wants an end is heard. */
  listenForStop(): StopSignal;
  /**
   * From here until it is taken back, whoever wants an end gets it at once: of work that is done again in seconds, and asks
   * itself nothing. Without it, nobody is heard meanwhile.
   *
   * @param last done before the program ends
   * @returns what takes it back; call it when the work ends, for whatever reason
   */
  endAtOnce?(last: () => void): () => void;
  /** How a user continues the run in a folder. */
  resumeCommand(folder: string): string;
}
