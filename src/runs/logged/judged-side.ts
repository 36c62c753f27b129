/** Which rows of a log a policy is judged on, and which of the others may be learned from. */
import { InputError } from '../../core/errors';
import type { Logger } from '../../core/logger';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { JudgedRows } from '../../report/content/judged-rows';
import type { EvaluationRequest } from '../evaluation';
import type { LoggedRunConfig } from '../run-config';
import { everyDecision, type LoadedLog } from './loaded-log';
import { expectSameLog } from './log-source';
import type { LogToJudge } from './off-policy/log-to-judge';
import { sidesHash, type Sides } from './sides-hash';

export interface JudgedSide extends Pick<LogToJudge, 'judged' | 'learnedFrom' | 'isFixed' | 'mayOverlap'> {
  readonly split: 'all' | 'test';
  /** The same in words. */
  readonly rows: JudgedRows;
  /** By which the ledger of looks knows the log. */
  readonly logHash: string;
}

/** Every decision, judged by a policy that knows none of them. @param raw an earlier fit of the features */
export function wholeLog(log: LoadedLog, raw: RawInputs | null): JudgedSide {
  return {
    ...{ split: 'all', learnedFrom: null, isFixed: true, rows: { kind: 'all' }, logHash: log.logHash },
    judged: { rows: log.rows(raw), decisions: everyDecision(log.contacts) },
  };
}

/** null of a log that cannot be split: the run's own can. */
function sidesOf(log: LoadedLog, { settings }: LoggedRunConfig): Sides | null {
  try {
    return log.sides(settings.split);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return null;
  }
}

/**
 * What the run trained on and what it held out, if the log has just these decisions, whatever its file and its columns;
 * null of another log, and where a schema splits the run's own otherwise.
 */
function ownSides(log: LoadedLog, run: LoggedRunConfig): Sides | null {
  const sides = sidesOf(log, run);
  // An older run says only which log it was.
  const isSame =
    run.sidesHash === undefined
      ? [log.dataHash, log.logHash].includes(run.dataHash)
      : sides !== null && sidesHash(log, sides) === run.sidesHash;
  return isSame ? sides : null;
}

/** @throws InputError that says what is wrong with a log whose held-out rows are asked for */
function refuse(file: string, log: LoadedLog, run: LoggedRunConfig): never {
  expectSameLog(file, log, run.dataHash, '; without --split a new log is judged whole');
  throw new InputError(
    `${file}: expected decisions that are split as the run split them, and the schema splits them otherwise; without --schema and --preset the log is read as the run read it`,
  );
}

/**
 * The test rows of the log that the model was trained on, unless all are asked for; all rows of another log.
 *
 * @throws InputError if test rows are asked for and the decisions are not those that the run split
 */
export function judgedSide(
  file: string,
  log: LoadedLog,
  run: LoggedRunConfig | null,
  raw: RawInputs | null,
  { split }: Pick<EvaluationRequest, 'split'>,
  logger: Logger,
): JudgedSide {
  const own = run && ownSides(log, run);
  if (split === 'test' && own === null) refuse(file, log, run!);
  if (run === null || own === null)
    return { ...wholeLog(log, raw), mayOverlap: true, rows: { kind: 'not known' } };
  const logHash = run.logHash ?? log.logHash;
  if (split !== 'all') {
    const { train, test, decisions } = log.split(run.settings.split, raw);
    return {
      ...{ split: 'test', logHash },
      judged: { rows: test, decisions: decisions.test },
      learnedFrom: { rows: train, decisions: decisions.train },
      ...{ isFixed: true, rows: { kind: 'held out' } },
    };
  }
  const [trained, heldOut] = [own.train.length, own.test.length];
  logger.warn(
    `${file}: ${trained} of these ${log.count} rows were trained on; --split test judges the ${heldOut} held out`,
  );
  const rows = { kind: 'trained on', count: trained } as const;
  return { ...wholeLog(log, raw), isFixed: false, rows, logHash };
}
