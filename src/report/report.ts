/**
 * The report as plain data: what is saved as report.json (version 1: keys are added, never renamed) and what the
 * Markdown and HTML pages are drawn from. Every number in it was computed; what cannot be known is null.
 */
import type { EvaluationPoint as LearningPoint } from '../train/train-online';

export type { LearningPoint };
import type { DataWarning } from '../evaluate/logged/data-warnings';
import type { MatchedActions } from '../evaluate/logged/matched-actions';
import type { OffPolicy } from '../evaluate/logged/verdict';
import type { PolicyResult } from '../evaluate/policy-result';
import type { Verdict } from '../evaluate/verdict';

export type { DataWarning } from '../evaluate/logged/data-warnings';
export type { ChannelSkips, MatchedActionLines } from '../evaluate/logged/line-sums';
export type { MatchedActions } from '../evaluate/logged/matched-actions';
export type { OffPolicy, OffPolicyResult } from '../evaluate/logged/verdict';
export type { PolicyResult, PolicyRole } from '../evaluate/policy-result';
export type { Comparison, Decision, Verdict } from '../evaluate/verdict';

/** One lane under the model, period by period. */
export interface Trajectory {
  readonly features: readonly string[];
  /** [features][periods] */
  readonly values: readonly (readonly number[])[];
  /** [periods] name of the action taken */
  readonly actions: readonly string[];
  /** [periods] account currency */
  readonly rewards: readonly number[];
}

/** Which action the model takes where, over the shares of two segments at a fixed total. */
export interface ActionMap {
  readonly xLabel: string;
  readonly yLabel: string;
  /** Customers in all segments together at every point. */
  readonly total: number;
  /** Side of one cell, in share. */
  readonly cell: number;
  readonly points: readonly { readonly x: number; readonly y: number; readonly action: string }[];
}

/** What one seed came to; the spread over seeds says how much luck there is in one run. */
export interface SeedResult {
  readonly seed: number;
  readonly values: Readonly<Record<string, number | null>>;
}

interface ReportBase {
  readonly schemaVersion: 1;
  /** contact-dqn's version. */
  readonly version: string;
  readonly seed: number;
  readonly config: unknown;
  readonly configHash: string;
  readonly backend: {
    readonly name: string;
    readonly device: string;
    readonly gpu: boolean;
    readonly tensorflow: string | null;
    readonly program: 'eager' | 'graph' | 'wasm';
    /** Whether XLA compiled the updates. */
    readonly xla: boolean;
  };
  readonly training: {
    readonly environmentSteps: number;
    readonly gradientUpdates: number;
    readonly wallSeconds: number;
    readonly environmentStepsPerSecond: number;
    readonly updatesPerSecond: number;
  };
  readonly actions: readonly string[];
  readonly policies: readonly PolicyResult[];
  readonly learningCurve: readonly LearningPoint[];
  /** One entry per seed, the run's own first; empty for one seed. */
  readonly seeds: readonly SeedResult[];
  readonly verdict: Verdict;
}

export interface SimulationReport extends ReportBase {
  readonly kind: 'simulation';
  readonly environment: string;
  readonly gamma: number;
  readonly periods: number;
  /** Name of the metric the model was trained for and chosen by. */
  readonly objective: string;
  readonly trajectory: Trajectory;
  readonly actionMap: ActionMap;
}

export interface LoggedReport extends ReportBase {
  readonly kind: 'logged';
  readonly dataHash: string;
  readonly data: string;
  /** The published lines on all rows. */
  readonly matchedActions: MatchedActions;
  /** The same on the rows trained on and the rows held out. */
  readonly splits: { readonly train: MatchedActions; readonly test: MatchedActions };
  /** What each policy would earn, as far as the log determines it. */
  readonly offPolicy: OffPolicy;
  readonly warnings: readonly DataWarning[];
}

export type Report = SimulationReport | LoggedReport;
