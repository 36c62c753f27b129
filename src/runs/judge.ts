/** Judging for programs. */
import type { Evaluation } from './evaluation';
import { evaluateOnLog } from './logged/evaluate';
import type { Subject } from './plan';
import { quietHost } from './quiet-host';
import { evaluateInWorld } from './simulation/evaluate';
import type { RunOptions } from './train';

export interface JudgeOptions extends RunOptions {
  /** Episodes per policy, in a world. @default as the model's run */
  readonly episodes?: number;
  /** Seed of the random numbers that all policies meet, in a world. @default as the model's run */
  readonly seed?: number;
  /** Discount of the objective, in a world. @default the model's */
  readonly gamma?: number;
  /** Rows to judge on, of a log: `test` are those that the model's run held out. @default all */
  readonly split?: 'all' | 'test';
}

/**
 * A saved model beside every baseline.
 *
 * @param model a run's folder, or its model/ folder
 * @returns what `evaluate --json` prints, as a table too, and the verdict
 * @throws InputError if there is no model, or none of this world or log
 */
export function judge(
  model: string,
  subject: Subject,
  { signal, host = quietHost(signal), ...options }: JudgeOptions = {},
): Promise<Evaluation> {
  if (subject.kind === 'world')
    return evaluateInWorld({ ...options, model, environment: subject.name, worlds: [subject] }, host);
  return evaluateOnLog({ ...options, model, worlds: [] }, subject, host);
}
