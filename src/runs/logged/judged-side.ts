/** Which rows of a log a policy is judged on, and which of the others may be learned from. */
import type { Logger } from '../../core/logger';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { JudgedRows } from '../../report/content/judged-rows';
import type { EvaluationRequest } from '../evaluation';
import type { LoggedRunConfig } from '../run-config';
import { everyDecision, type LoadedLog } from './loaded-log';
import { expectSameLog } from './log-source';
import type { LogToJudge } from './off-policy/log-to-judge';

export interface JudgedSide extends Pick<LogToJudge, 'judged' | 'learnedFrom' | 'isFixed' | 'mayOverlap'> {
  readonly split: 'all' | 'test';
  /** The same in words. */
  readonly rows: JudgedRows;
}

/** Every decision, judged by a policy that knows none of them. @param raw an earlier fit of the features */
export function wholeLog(log: LoadedLog, raw: RawInputs | null): JudgedSide {
  return {
    ...{ split: 'all', learnedFrom: null, isFixed: true, rows: { kind: 'all' } },
    judged: { rows: log.rows(raw), decisions: everyDecision(log.contacts) },
  };
}

/**
 * The test rows of the log that the model was trained on, unless all are asked for; all rows of another log.
 *
 * @throws InputError if test rows are asked for and the log is not the one that the run split
 */
export function judgedSide(
  file: string,
  log: LoadedLog,
  run: LoggedRunConfig | null,
  raw: RawInputs | null,
  { split }: Pick<EvaluationRequest, 'split'>,
  logger: Logger,
): JudgedSide {
  const isOwn = run !== null && log.dataHash === run.dataHash;
  if (split === 'test')
    expectSameLog(file, log, run!.dataHash, '; without --split a new log is judged whole');
  if (split === 'test' || (split === undefined && isOwn)) {
    const { train, test, decisions } = log.split(run!.settings.split, raw);
    return {
      split: 'test',
      judged: { rows: test, decisions: decisions.test },
      learnedFrom: { rows: train, decisions: decisions.train },
      ...{ isFixed: true, rows: { kind: 'held out' } },
    };
  }
  const whole = wholeLog(log, raw);
  if (!isOwn) return { ...whole, mayOverlap: true };
  const { train, test } = log.sides(run.settings.split);
  logger.warn(
    `${file}: ${train} of these ${log.count} rows were trained on; --split test judges the ${test} held out`,
  );
  return { ...whole, isFixed: false, rows: { kind: 'trained on', count: train } };
}
