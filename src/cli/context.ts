/** What every command gets: built once, here, from the process. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../core/clock';
import type { Logger } from '../core/logger';
import { pause } from '../core/pause';
import { systemProcesses } from '../core/processes';
import type { StopSignal } from '../core/stop';
import type { Host, LogCacheSettings } from '../runs/host';
import { resumeCommand } from './command-line';
import { lookLedger } from './look-ledger';
import { showProgress } from './progress';
import { stateFolder } from './state-folder';
import { winstonLogger } from './winston-logger';

/** Exit code of a run that was asked to stop. */
export const STOPPED = 130;

/** What is said where there is nothing to go on from. */
export const NOTHING_WRITTEN = 'stopped; nothing is written';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Context extends Host {
  readonly quiet: boolean;
  /** Prints a result on standard output. */
  print(text: string): void;
  /**
   * Until `listenForStop` there is nothing to keep: whoever wants an end gets it, with a word.
   *
   * @returns what takes it back; call it when the command ends, for whatever reason
   */
  endIfStopped(): () => void;
}

/** Logs smaller than this are read in a second. */
const SMALLEST_KEPT_LOG = 50e6;

/**
 * Where logs that were read are kept. They hold customers' data, so they stay beside the work on it, not in the home
 * folder, unless somebody says where.
 */
function logCache(): LogCacheSettings {
  const { CONTACT_DQN_CACHE: own } = process.env;
  const folder = own === undefined || own === '' ? '.contact-dqn-cache' : join(own, 'logs');
  return { folder, smallest: SMALLEST_KEPT_LOG };
}

/** @param cache whether logs that were read are kept for the next start */
export function createContext(quiet: boolean, cache = true): Context {
  const logger = winstonLogger(quiet);
  let endNoMore: (() => void) | null = null;
  return {
    logger,
    logCache: cache ? logCache() : null,
    ledger: lookLedger(stateFolder({ env: process.env, platform: process.platform, home: homedir }), logger),
    endIfStopped: () => (endNoMore = endAtOnce(() => logger.warn(NOTHING_WRITTEN))),
    endAtOnce,
    listenForStop: () => {
      const stop = listenForStop(logger);
      // Only now: a signal that came in between finds a listener.
      endNoMore?.();
      return stop;
    },
    resumeCommand,
    clock: systemClock,
    processes: systemProcesses,
    quiet,
    progress: (options) => showProgress({ ...options, quiet, clock: systemClock, stream: process.stderr }),
    print: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  };
}

/** @returns what ends the listening */
function onStopSignals(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const name of STOP_SIGNALS) process.on(name, listener);
  return () => {
    for (const name of STOP_SIGNALS) process.off(name, listener);
  };
}

function endAtOnce(last: () => void): () => void {
  return onStopSignals(() => {
    // A bar may stand there.
    if (process.stderr.isTTY) process.stderr.write('\n');
    last();
    process.exit(STOPPED);
  });
}

/** A second Ctrl-C within this time is the first one again: the terminal sends it to all, and npm passes it on. */
const SAME_REQUEST_MS = 1000;

/**
 * Turns the first Ctrl-C, SIGTERM or SIGHUP (its terminal was closed) into a question that a long run asks itself after
 * every step. A second Ctrl-C or SIGTERM ends the process; a second SIGHUP is only an echo of the first.
 */
function listenForStop(logger: Logger): StopSignal {
  let asked: number | null = null;
  const endListening = onStopSignals((signal) => {
    const now = performance.now();
    if (asked === null) {
      asked = now;
      logger.info('\nstopping after this step; press Ctrl-C again to stop at once');
    } else if (signal !== 'SIGHUP' && now - asked > SAME_REQUEST_MS) {
      process.exit(STOPPED);
    }
  });
  return {
    async shouldStop() {
      await pause();
      return asked !== null;
    },
    release() {
      // A run that was asked to stop is on its way out: an echo must not kill it there.
      if (asked === null) endListening();
    },
  };
}
