/** Finished runs side by side: drawn on the terminal and on a page. */
import type { Estimate } from '../core/estimate';
import type { Standing } from './content/log-values';
import type { Decision, LearningPoint, Report } from './report';

export interface ComparedRun {
  /** Short; no other run of the comparison has it. */
  readonly name: string;
  /** As it was named. */
  readonly folder: string;
  /** contact-dqn's version. */
  readonly version: string;
  /** The world, or the data with the beginning of its hash. */
  readonly subject: string;
  readonly seed: number;
  readonly configHash: string;
  /** By the run's own objective, against its own baselines. */
  readonly decision: Decision;
  readonly reasons: readonly string[];
  /** The baseline that decides; null where there is none. */
  readonly baseline: string | null;
  /** What `value` and `modelMinusBaseline` are in: a metric of the report, or the reward that a log determines. */
  readonly measure: string;
  /** What may be said of the model: of a log, the number is withheld where it is not known. */
  readonly standing: Standing;
  /** Of the model; its value is null where it cannot be told. */
  readonly value: Estimate;
  /** Paired, within the run; its value is null where it cannot be told. */
  readonly modelMinusBaseline: Estimate;
  /** Of the same training under other seeds, the run's own among them; null for one seed. */
  readonly overSeeds: { readonly seeds: number; readonly least: number; readonly largest: number } | null;
  /** Of the model: per period in a world, counted over the rows held out of a log; null where not known or withheld. */
  readonly contacts: number | null;
  readonly cost: number | null;
  readonly training: Pick<Report['training'], 'environmentSteps' | 'gradientUpdates' | 'wallSeconds'>;
  readonly backend: string;
  readonly learningCurve: readonly LearningPoint[];
}

/** A setting in which the runs are not all alike. */
export interface DifferingSetting {
  /** Dotted, as `--set` takes it. */
  readonly key: string;
  /** One per run; null where a run has no such setting. */
  readonly values: readonly unknown[];
}

export interface ComparedRuns {
  readonly kind: Report['kind'];
  /** Whether the values of all runs mean the same. */
  readonly comparable: boolean;
  /** In what the runs were judged differently, a clause each. */
  readonly judgedDifferently: readonly string[];
  /** In the order in which they were named, which is no ranking. */
  readonly runs: readonly ComparedRun[];
  readonly settings: readonly DifferingSetting[];
}
