/**
 * The report as plain data: what is saved as report.json (version 1: keys are added, never renamed) and what the
 * Markdown and HTML pages are drawn from. Every number in it was computed; what cannot be known is null.
 */
import type { Estimate } from '../core/estimate';
import type { DataWarning, Finding } from '../dataset/audit/finding';
import type { LeafRows } from '../dataset/rules/match-rules';
import type { AdvantageCalibration, UnknownCalibration } from '../evaluate/off-policy/advantage-calibration';
import type { MatchedActions } from '../evaluate/logged/matched-actions';
import type { Looks } from '../evaluate/looks';
import type { Intervals, OffPolicy } from '../evaluate/off-policy/result';
import type { SegmentDifferences } from '../evaluate/off-policy/segment-differences';
import type { ReadablePolicy } from '../evaluate/policy-tree/result';
import type { Spending } from '../evaluate/off-policy/spending';
import type { PolicyResult } from '../evaluate/policy-result';
import type { Decision, Verdict } from '../evaluate/verdict';
import type { Limits, MeanChange, Winsorising } from '../stats/winsorise';
import type { EvaluationPoint as LearningPoint } from '../train/training-result';
import type { Views } from '../worlds/views';

export type { LearningPoint };
export type { ActionMap, Trajectory, View, Views, ViewTable } from '../worlds/views';

export type { DataWarning, Finding } from '../dataset/audit/finding';
export type { ChannelSkips, MatchedActionLines } from '../evaluate/logged/line-sums';
export type { MatchedActions } from '../evaluate/logged/matched-actions';
export type { CountedLooks, Looks, OtherLook } from '../evaluate/looks';
export type { MeanChange } from '../stats/winsorise';
export type { AssumedValue, OffPolicy, OffPolicyResult } from '../evaluate/off-policy/result';
export type { ReadableLeaf, ReadableNode } from '../evaluate/policy-tree/describe';
export type { ReadablePolicy } from '../evaluate/policy-tree/result';
export type { SegmentDifference, SegmentDifferences } from '../evaluate/off-policy/segment-differences';
export type { Spending, SpendingLimit, SpendingPoint } from '../evaluate/off-policy/spending';
export type { PolicyResult, PolicyRole } from '../evaluate/policy-result';
export type { Comparison, Decision, Verdict } from '../evaluate/verdict';

/** What one seed came to; the spread over seeds says how much luck there is in one run. */
export interface SeedResult {
  readonly seed: number;
  readonly values: Readonly<Record<string, number | null>>;
}

/** One way of learning from a log that was tried. */
export interface TriedCandidate {
  readonly method: 'one-step' | 'dqn' | 'iql';
  /** What the next decision is worth. */
  readonly gamma: number;
  /** Of dqn: how much values of actions are pushed down where others were logged; null elsewhere. */
  readonly conservativeWeight: number | null;
  /** Only actions at least so likely in the log as this share of the likeliest are taken; 0: all that the log supports. */
  readonly relativeThreshold: number;
  /** Passes over the decisions. */
  readonly passes: number;
  /** Passes after which its network is kept: all, or those after which validation was highest where training may end early. */
  readonly keptPass: number;
  /** Its value on validation. */
  readonly value: Estimate;
  /** Why and when its Q-values were first too large to be learned from the log; null if they never were. */
  readonly divergence: string | null;
  /** Whether it is the model. */
  readonly isKept: boolean;
}

export interface SelectionReport {
  /** What the values are by. */
  readonly estimator: string;
  /** Decisions that each way of learning learned from. */
  readonly rows: number;
  /** Decisions learned from in all, each as often as it was. */
  readonly decisions: number;
  /** In the order in which they were tried. */
  readonly candidates: readonly TriedCandidate[];
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
  /** What is not known of the company that the world stands for; absent where nobody says anything, and of earlier reports. */
  readonly limits?: readonly string[];
}

/** Actions that the log never shows, and where the model's values of them are from. */
export interface UnloggedActions {
  /** What leaving alone is assumed to be worth; null where the log shows it. */
  readonly noAction: { readonly action: string; readonly reward: number } | null;
  /** New actions, each with the logged one whose values it has. */
  readonly startsFrom: readonly { readonly action: string; readonly from: string }[];
}

/** Rewards that were learned from otherwise than as they were logged. */
export interface Winsorised {
  /** The share at each end, or the limits. */
  readonly declared: Winsorising;
  readonly limits: Limits;
  readonly all: MeanChange;
  readonly actions: Readonly<Record<string, MeanChange>>;
}

/** The model beside what the same way of learning comes to without the columns that `enrich` added. */
export interface EnrichedComparison {
  /** Those that the model sees and `enrich` added. */
  readonly columns: readonly string[];
  /** Name of the policy that learned without them; null where none did. */
  readonly policy: string | null;
  /** Why none did; null where one did. */
  readonly reason: string | null;
  /** What it took. */
  readonly training: Pick<
    ReportBase['training'],
    'environmentSteps' | 'gradientUpdates' | 'wallSeconds'
  > | null;
  readonly comparison: {
    /** better: the columns add; worse: the model is worse with them */
    readonly decision: Decision;
    /** What forbids to conclude anything. */
    readonly doubts: readonly string[];
    /** The model minus the policy without them, on the same customers and resamples; null where either has no value. */
    readonly difference: Intervals | null;
    /** Share of the decisions held out at which both do the same. */
    readonly sameAsModel: number;
    /** null where nothing divides the customers, or too few are judged */
    readonly segments: SegmentDifferences | null;
  } | null;
}

/** How far the log supports an action at the decisions held out. */
export interface ActionSupport {
  readonly action: string;
  /** Who took it in training. */
  readonly customers: number;
  /** Decisions at which it was allowed. */
  readonly allowed: number;
  /** Of these, those at which the log tells too little of it, so that the model does not take it. */
  readonly unsupported: number;
  /** Why; null where it is supported wherever it is allowed. */
  readonly reason: 'never logged' | 'too few' | 'too unlikely' | null;
}

/** What a model that learned from decisions may do. */
export interface SupportReport {
  /** Decisions held out. */
  readonly decisions: number;
  /** What a supported action has at least: probability under a model of the log, that beside the likeliest one's, and takers. */
  readonly leastProbability: number;
  readonly leastOfLikeliest: number;
  readonly leastCustomers: number;
  /** What takers are counted by. */
  readonly unit: 'customer' | 'row';
  /** But for No Action whose value is assumed, which needs no support. */
  readonly actions: readonly ActionSupport[];
}

/** How much of the learned differences between customers came true on validation customers, by which the model's values are drawn together. */
export type Shrinkage = AdvantageCalibration | UnknownCalibration;

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
  /**
   * What may be spent and what more would earn, of policies that were learned from decisions, where the log says what these
   * cost or somebody said how many there may be; earlier reports lack it.
   */
  readonly spending?: Spending;
  readonly warnings: readonly DataWarning[];
  /** How it was chosen among ways of learning from decisions; absent where rows were replayed. */
  readonly selection?: SelectionReport;
  /** What the warnings are from; reports of earlier versions do not have it. */
  readonly audit?: { readonly findings: readonly Finding[] };
  /** What the values were drawn together by; absent where nobody asked for it, and of earlier reports. */
  readonly shrinkage?: Shrinkage;
  /** Absent where nothing was said of any. */
  readonly unlogged?: UnloggedActions;
  /** Absent where all were learned from as they are. */
  readonly winsorised?: Winsorised;
  /** Where the log supports which action; absent of rows that were replayed, and of reports of earlier versions. */
  readonly support?: SupportReport;
  /** What the columns add that `enrich` added to the log; absent where the schema names none. */
  readonly enriched?: EnrichedComparison;
  /** A small tree beside a model that was learned from logged decisions. */
  readonly readable?: ReadablePolicy;
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
      'data' | 'dataHash' | 'matchedActions' | 'offPolicy' | 'warnings' | 'audit' | 'unlogged' | 'looks'
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
