/** What a run needs of the program around it, and whom it tells how it goes; the command line is one such program. */
import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import type { Processes } from '../core/processes';

export interface ProgressDisplay {
  /** @param details on the state of the run, such as the current return; the most wanted first */
  update(done: number, details: readonly string[]): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly total: number;
  /** Where the work stands when it starts; a resumed run has come part of the way. */
  readonly start?: number;
  readonly unit: string;
}

/** Somebody may ask for an end. */
export interface StopSignal {
  readonly shouldStop: () => boolean | Promise<boolean>;
  release(): void;
}

export interface Host {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly processes: Processes;
  /** Starts the display of some long work. */
  progress(options: ProgressOptions): ProgressDisplay;
  /** From here until `release`, whoever wants an end is heard. */
  listenForStop(): StopSignal;
  /** How a user continues the run in a folder. */
  resumeCommand(folder: string): string;
}
