/** A customer model and how it was judged, as plain data: report.json, and what its pages are drawn from. */
import type {
  JudgedArm,
  JudgedParts,
  Judgement,
  Measure,
  PredictedGroup,
  SideBySide,
  Way,
} from '../profiles/judge/judgement';

export type { JudgedArm, JudgedParts, Judgement, Measure, PredictedGroup, SideBySide, Way };

export interface CustomerModelReport {
  readonly schemaVersion: 1;
  readonly kind: 'customer model';
  /** Whether it was made when the model was fitted, or when a saved one was judged. */
  readonly task: 'fit' | 'judge';
  /** Such as churn. */
  readonly model: string;
  readonly description: string;
  /** What it has to beat. */
  readonly anchor: string;
  /** contact-dqn's version. */
  readonly version: string;
  readonly createdAt: string;
  /** company.yaml */
  readonly data: string;
  /** SHA-256 of the tables' bytes. */
  readonly dataHash: string;
  /** Nothing that happened at it, or later, was read for the fit. */
  readonly asOf: string;
  /** How far the model looks ahead, such as 90d. */
  readonly window: string;
  readonly settings: unknown;
  readonly seed: number;
  readonly customers: number;
  readonly timeZone: string;
  /** What the model says of customers. */
  readonly columns: readonly { readonly name: string; readonly kind: string }[];
  /** What was fitted, in sentences. */
  readonly facts: readonly string[];
  /** That it was learned of too few, in words; null where it was not. */
  readonly fewCases: string | null;
  /** Why the model says nothing of anybody, in words; null where it says something. */
  readonly saysNothing: string | null;
  /** null where there was too little to judge by. */
  readonly judged: Judgement | null;
  readonly notJudged: string | null;
  /** Which fit was judged, and by which window. */
  readonly judgedOn: { readonly fittedAsOf: string; readonly from: string; readonly until: string };
}
