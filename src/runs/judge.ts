/** Judging for programs. */
import type { World } from '../worlds/world';
import type { BackendRequest } from './backend';
import type { Evaluation } from './evaluation';
import { evaluateOnLog } from './logged/evaluate';
import type { LogSource } from './logged/log-source';
import { quietHost } from './quiet-host';
import { evaluateInWorld } from './simulation/evaluate';
import type { HostOptions } from './train';
import { inTurn } from './turns';

type JudgeOptions = HostOptions & Pick<BackendRequest, 'backend' | 'gpuId'>;

export interface WorldJudgeOptions extends JudgeOptions {
  /** Episodes per policy. @default as the model's run */
  readonly episodes?: number;
  /** Seed of the random numbers that all policies meet. @default as the model's run */
  readonly seed?: number;
  /** Discount of the objective. @default the model's */
  readonly gamma?: number;
}

export interface LogJudgeOptions extends JudgeOptions {
  /** Rows to judge on: `test` are those that the model's run held out. @default all */
  readonly split?: 'all' | 'test';
}

/**
 * A saved model beside every baseline. Takes its turn as `train` does.
 *
 * @param model a run's folder, or its model/ folder
 * @returns what `evaluate --json` prints, as a table too, and the verdict
 * @throws InputError if there is no model, or none of this world or log
 */
export function judge(model: string, world: World, options?: WorldJudgeOptions): Promise<Evaluation>;
export function judge(model: string, log: LogSource, options?: LogJudgeOptions): Promise<Evaluation>;
export function judge(
  model: string,
  subject: World | LogSource,
  { host = quietHost(), ...options }: WorldJudgeOptions & LogJudgeOptions = {},
): Promise<Evaluation> {
  return inTurn(() =>
    subject.kind === 'world'
      ? evaluateInWorld({ ...options, model, environment: subject.name, worlds: [subject] }, host)
      : evaluateOnLog({ ...options, model, worlds: [] }, subject, host),
  );
}
