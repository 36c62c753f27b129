/** Judging a saved model or a baseline, in a world or against a log. */
import type { EvaluatedLog, Verdict } from '../report/report';
import type { World } from '../worlds/world';
import type { BackendRequest } from './backend';
import type { SettingsRequest } from './plan';

export interface EvaluationRequest extends BackendRequest, Pick<SettingsRequest, 'seed' | 'config' | 'set'> {
  /** A run's folder, or its model/ folder. */
  readonly model?: string | undefined;
  /** A baseline instead, or on a log a file of rules. */
  readonly policy?: string | undefined;
  /** Name of a world. @default that of the model's run, or the first there is */
  readonly environment?: string | undefined;
  readonly episodes?: number | undefined;
  readonly gamma?: number | undefined;
  /** @default the test rows of the log that the model was trained on; all rows of another */
  readonly split?: 'all' | 'test' | undefined;
  /** On a log: the policy that decides the verdict, or a file of rules. @default logged */
  readonly against?: string | undefined;
  /** On a log: differences up to this are no difference. @default 0 */
  readonly margin?: number | undefined;
  readonly worlds: readonly World[];
}

/** What every evaluation comes to. */
export interface Evaluation {
  readonly document: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** null for a baseline on its own */
  readonly verdict: Verdict | null;
  /** On a log: what its page is drawn from; null in a world. */
  readonly page: EvaluatedLog | null;
}
