/**
 * The report as plain data: what is saved as report.json (version 1: keys are added, never renamed) and what the
 * Markdown and HTML pages are drawn from. Every number in it was computed; what cannot be known is null.
 */
import type { DataWarning, Finding } from '../dataset/audit/finding';
import type { LeafRows } from '../dataset/rules/match-rules';
import type { MatchedActions } from '../evaluate/logged/matched-actions';
import type { Looks } from '../evaluate/looks';
import type { OffPolicy } from '../evaluate/off-policy/result';
import type { PolicyResult } from '../evaluate/policy-result';
import type { Verdict } from '../evaluate/verdict';
import type { EvaluationPoint as LearningPoint } from '../train/training-result';
import type { Views } from '../worlds/views';

export type { LearningPoint };
export type { ActionMap, Trajectory, View, Views, ViewTable } from '../worlds/views';

export type { DataWarning, Finding } from '../dataset/audit/finding';
export type { ChannelSkips, MatchedActionLines } from '../evaluate/logged/line-sums';
export type { MatchedActions } from '../evaluate/logged/matched-actions';
export type { CountedLooks, Looks, OtherLook } from '../evaluate/looks';
export type { OffPolicy, OffPolicyResult } from '../evaluate/off-policy/result';
export type { PolicyResult, PolicyRole } from '../evaluate/policy-result';
export type { Comparison, Decision, Verdict } from '../evaluate/verdict';

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
    /** null where the clock did not move */
    readonly environmentStepsPerSecond: number | null;
    /** null where the clock did not move */
    readonly updatesPerSecond: number | null;
  };
  readonly actions: readonly string[];
  readonly policies: readonly PolicyResult[];
  readonly learningCurve: readonly LearningPoint[];
  /** One entry per seed, the run's own first; empty for one seed. */
  readonly seeds: readonly SeedResult[];
  readonly verdict: Verdict;
}

export interface SimulationReport extends ReportBase, Views {
  readonly kind: 'simulation';
  readonly environment: string;
  readonly gamma: number;
  readonly periods: number;
  /** Name of the metric the model was trained for and chosen by. */
  readonly objective: string;
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
  /** What the warnings are from; reports of earlier versions do not have it. */
  readonly audit?: { readonly findings: readonly Finding[] };
  /** Which look at the rows held out it was; reports of earlier versions do not have it. */
  readonly looks?: Looks;
}

export type Report = SimulationReport | LoggedReport;

/** What every page has, of a training or not. */
type Judged = Pick<ReportBase, 'version' | 'config' | 'actions' | 'policies' | 'verdict'>;

/** An evaluation on a log: a page without a training. */
export interface EvaluatedLog
  extends
    Judged,
    Pick<
      LoggedReport,
      'data' | 'dataHash' | 'matchedActions' | 'offPolicy' | 'warnings' | 'audit' | 'looks'
    > {
  /** Which decisions, in a sentence. */
  readonly judgedOn: string;
  /** Of rules that a person wrote, by the policy's name: how many of the decisions judged each leaf makes. */
  readonly rules: Readonly<Record<string, readonly LeafRows[]>>;
}

/** Words of the command that makes an evaluation again, its name first. */
interface Repeatable {
  readonly command?: readonly string[];
}

type OnlyOf<Some> = Partial<Omit<Some, keyof Judged | 'kind'>>;

/** A report as its sections see it: they ask what it holds, never of which kind it is. */
export type ReportData = Judged &
  OnlyOf<ReportBase> &
  OnlyOf<SimulationReport> &
  OnlyOf<LoggedReport> &
  OnlyOf<EvaluatedLog> &
  Repeatable;
