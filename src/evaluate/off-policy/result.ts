/** What a log says of policies, as report.json has it. */
import type { Estimate } from '../../core/estimate';
import type { PolicyRole } from '../policy-result';
import type { PropensityCard } from './propensity-card';
import type { Estimand } from './estimator';
import type { Support } from './support';

/** One estimate with every interval that is made of it. */
export interface Intervals {
  /** Name of the estimator. */
  readonly estimator: string;
  /** The wider of t and BCa, end by end. */
  readonly interval: Estimate;
  readonly t: Estimate;
  readonly percentile: Estimate;
  /** `fellBack` where the correction is not defined and plain percentiles stand instead */
  readonly bca: Estimate & { readonly fellBack: boolean };
}

/** What a policy is worth if what the log never shows is worth what somebody assumes. */
export interface AssumedValue {
  /** r0, of No Action. */
  readonly reward: number;
  /** part + share × r0, with Student's t interval, which knows nothing of how wrong r0 may be. */
  readonly value: Estimate;
  /** The same minus what was done. */
  readonly difference: Estimate;
}

/** A policy that does what the log never did: its value hangs on what that is assumed to bring. */
export interface Assumption {
  /** The actions that were never logged. */
  readonly actions: readonly string[];
  /** Share of the policy's decisions on them: m in V = part + m × assumed. */
  readonly share: number;
  /** What the other decisions bring, per decision of all. */
  readonly part: Estimate;
  /** What such a decision has to bring for the policy to equal the log; null where it takes none. */
  readonly breakEven: number | null;
  /** Absent where nothing is assumed, or the policy also does other things that were never logged. */
  readonly assumed?: AssumedValue;
}

export interface OffPolicyResult {
  readonly role: PolicyRole;
  readonly description: string;
  /** Whether the log determines what the policy would earn. */
  readonly identified: boolean;
  /** Why not. */
  readonly reasons: readonly string[];
  /** What forbids to conclude anything from its value: too little support, wrong probabilities. */
  readonly doubts: readonly string[];
  /** Customers that the weights amount to; null of what was done, which needs no weights. */
  readonly effectiveSampleSize: number | null;
  readonly support: Support | null;
  /** Whether `estimates` disagree by more than their intervals allow. */
  readonly disagreement: boolean;
  /** By estimator, each with Student's t interval by customer. */
  readonly estimates: Readonly<Record<string, Estimate>>;
  /** By the estimator that decides; null where nothing is identified. */
  readonly value: Intervals | null;
  /** Reward, cost, contacts, outcomes, by the estimator that decides. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Of the value, what the model of rewards alone says, and what the weights correct; null without a model. */
  readonly parts: { readonly model: number; readonly correction: number } | null;
  readonly assumption: Assumption | null;
  /** What is judged minus this policy, customer by customer; null of itself, and where either has no value. */
  readonly difference: Intervals | null;
  /**
   * The same at single decisions with a control variate in the place of a model (Δ-OPE), with Student's t interval; null
   * of histories, and where either has no value.
   */
  readonly controlVariate: Estimate | null;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Bounds that hold without a word on tails, of what is judged minus the policy that decides. */
export interface Guarantee {
  /** Probability with which both bounds hold. */
  readonly level: number;
  /** Per unit, over its whole history or all its decisions; null where no bound is to be had. */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * The same by HCOPE, which cuts large weights off: to compare with, for of two bounds only one fixed beforehand may
   * decide. null where no bound is to be had; reports of before lack it.
   */
  readonly hcope?: Bounds | null;
  /** Why there is none. */
  readonly reason: string | null;
}

/** What the difference to the log could be if something unseen also decided who was contacted. */
export interface Sensitivity {
  /** At each factor by which the odds of a probability may be off: the extremes of the difference, and their interval. */
  readonly factors: readonly { readonly factor: number; readonly low: number; readonly high: number }[];
  /** The factor up to which the interval's end keeps its side of 0; null where it has none even without doubt. */
  readonly flips: number | null;
  /** Where the search for it ended. */
  readonly limit: number;
}

export type BehaviourSource = 'logged' | 'estimated';

/** How likely the logged actions were, and how far that can be believed. */
export interface BehaviourCard {
  readonly source: BehaviourSource;
  /** [folds] the model that was fitted: the source, or what a logged one is held against; how many decisions it saw */
  readonly fits: readonly { readonly kind: string; readonly decisions: number }[];
  readonly card: PropensityCard;
}

export interface OffPolicy {
  /** Why nothing can be told of any policy but what was done: what is wrong with the log. Earlier reports do not have it. */
  readonly doubts?: readonly string[];
  /** null where too little is judged for anything to be fitted */
  readonly behaviour: BehaviourCard | null;
  /** What is drawn independently. */
  readonly unit: 'customer' | 'row';
  readonly units: number;
  readonly decisions: number;
  /**
   * Customers whom the company kept from contacts, beside those that are judged: how many, and the policies that are judged
   * on them alone, for they contact nobody. Absent where nobody was, or all are judged as one.
   */
  readonly heldBack?: {
    readonly units: number;
    readonly decisions: number;
    readonly policies: readonly string[];
  };
  /** Whether values are per decision or per customer's history. */
  readonly estimand: Estimand;
  /** Name of the policy that the others are compared with: `model`, or a baseline that is judged in its place. */
  readonly subject: string;
  readonly resamples: number;
  readonly guarantee: Guarantee;
  /** null of histories, of thinned logs, and where the difference has no value */
  readonly sensitivity: Sensitivity | null;
  /**
   * What is judged minus the log where rewards are shuffled among decisions of one action, so that it gains by which actions
   * it takes and by chance, not by for whom; null where what is judged has no value.
   */
  readonly permutedControl: Estimate | null;
  readonly policies: Readonly<Record<string, OffPolicyResult>>;
}
