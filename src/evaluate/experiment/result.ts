/** What an experiment comes to: groups that were drawn by chance, held against one of them. */
import type { Estimate } from '../../core/estimate';
import type { Decision } from '../verdict';

export interface ExperimentGroup {
  readonly name: string;
  /** Of all customers, as it was declared. */
  readonly share: number;
  /** Customers who were given this group, whether anything is known of them or not. */
  readonly customers: number;
  /** How many there should be. */
  readonly expected: number;
  /** Customers with at least one row of outcomes; the others count as 0. */
  readonly withOutcomes: number;
  /** Outcome per customer; null where the split is broken. */
  readonly mean: Estimate;
}

/** One group against the control: all customers by the group they were given, whatever was done to them. */
export interface GroupComparison {
  readonly group: string;
  readonly decision: Decision;
  readonly reasons: readonly string[];
  /** Group minus control per customer: Welch's t interval of this comparison alone; to be looked at once. */
  readonly difference: Estimate;
  /** The same with what may fail shared among all comparisons: by it a group is as good as the control. */
  readonly correctedDifference: Estimate;
  readonly standardError: number | null;
  /** Degrees of freedom. */
  readonly freedom: number | null;
  /** Two-sided, of this comparison alone, as if this were the only look. */
  readonly pValue: number | null;
  /** The same, corrected for all comparisons by Holm. */
  readonly correctedP: number | null;
  /** The same, corrected for looks too: it decides, at most 1 - level of the experiment. Of one look it is `correctedP`. */
  readonly decidingP: number | null;
  /** The interval that holds at every number of customers, asymptotically; of all comparisons together, as the next. */
  readonly anytime: Estimate;
  /** The one that holds at every number of customers however few and whatever their tails; null without a declared range. */
  readonly guaranteed: Estimate | null;
}

/** Whether the groups are as large as they were drawn. */
export interface SplitCheck {
  readonly statistic: number;
  readonly freedom: number;
  readonly pValue: number;
  /** A p-value below it breaks the split. */
  readonly threshold: number;
  readonly isBroken: boolean;
  /** Why, in words; empty of a split that holds. */
  readonly reasons: readonly string[];
  /** Whether as many customers of each group have outcomes: p-value; null where all or none have, so that it is no question. */
  readonly outcomesPValue: number | null;
}

export interface ExperimentResult {
  readonly control: string;
  /** Of the experiment; of the intervals that hold at any time, all comparisons together. */
  readonly level: number;
  /** Of the t intervals: lower risk, so a level above the other, at a look of several. */
  readonly lookLevel: number;
  /** How many looks there were with this one; null where it is the only one. */
  readonly look: number | null;
  readonly margin: number;
  /** Declared limits of what one customer brings; null where none were. */
  readonly range: readonly [low: number, high: number] | null;
  readonly split: SplitCheck;
  readonly groups: readonly ExperimentGroup[];
  readonly comparisons: readonly GroupComparison[];
}

/** Customers as they were given to groups, and what each brought. */
export interface ExperimentData {
  readonly groups: readonly { readonly name: string; readonly share: number }[];
  /** [customers] index into `groups` */
  readonly groupOf: ArrayLike<number>;
  /** [customers] sum of the outcomes, 0 without any */
  readonly totals: Float64Array;
  /** [customers] rows of outcomes */
  readonly rows: ArrayLike<number>;
}

export interface ExperimentSettings {
  /** Name of the group that the others are held against. */
  readonly control: string;
  /** Of the whole experiment. */
  readonly level: number;
  /** Which look this is, from 1; null where there is one alone. */
  readonly look: number | null;
  /** Differences up to this are no difference. */
  readonly margin: number;
  readonly range: readonly [low: number, high: number] | null;
  /** What is known to be wrong with the groups beside their sizes. */
  readonly wrongGroups: readonly string[];
}
