/** What is asked of a log: which policies, valued by what. */
import type { Random } from '../../core/random';
import type { PolicyRole } from '../policy-result';
import type { Estimand } from './estimator';
import type { BehaviourSource } from './result';
import type { Folds } from './folds';
import type { Histories } from './histories';
import type { OffPolicySettings } from './settings';

/** What each decision brought: the reward, a cost, a contact, an outcome. */
export interface Measure {
  /** [n] */
  readonly values: Float64Array;
  /** [actions] what an action brings wherever it is taken, null where that is for the log to say; null: of every action */
  readonly known: readonly (number | null)[] | null;
}

/** Models of what decisions bring, fitted on other customers than those that they are asked about. */
export interface OutcomeModels {
  /** @returns [n, actions] expected of one decision; null where there is nothing to tell decisions apart by */
  reward(values: Float64Array): Float64Array | null;
  /**
   * @param probabilities [n, actions] of the policy that decides ever after
   * @returns of one measure: [n, actions] expected from a decision on, or why there is none
   */
  value(probabilities: Float64Array): (values: Float64Array) => {
    readonly values: Float64Array | null;
    readonly reason: string | null;
  };
}

/** What a guarantee rests on, and nobody may read off the sample. */
export interface DeclaredRange {
  /** Least and largest reward of a decision; null where nobody says. */
  readonly rewards: readonly [number, number] | null;
  /** Most decisions of one unit; null where nobody says. */
  readonly horizon: number | null;
}

/** A policy, and what it would do at every decision. */
export interface JudgedCandidate {
  readonly name: string;
  readonly role: PolicyRole;
  readonly description: string;
  /** [n, actions]; null of what was done, which needs no weights */
  readonly probabilities: Float64Array | null;
  /** Whether it was fixed on other data than what it is judged on. */
  readonly isFixed: boolean;
}

export interface OffPolicyRequest {
  readonly histories: Histories;
  readonly estimand: Estimand;
  readonly unit: 'customer' | 'row';
  /** Where the probabilities of the logged actions are from. */
  readonly source: BehaviourSource;
  readonly actions: readonly string[];
  /** [actions] whether it was logged at any of these decisions: elsewhere it has no row to be weighted */
  readonly isLogged: readonly boolean[];
  /** What No Action that was never logged is assumed to be worth; undefined where nobody says. */
  readonly noActionReward?: number | undefined;
  /** What is valued, by name; `reward` is what decides. */
  readonly measures: ReadonlyMap<string, Measure>;
  readonly models: OutcomeModels;
  /** Customers whom the company left alone for certain, of whom only what contacts nobody is judged. @default none */
  readonly heldBack?:
    | { readonly histories: Histories; readonly measures: OffPolicyRequest['measures'] }
    | undefined;
  readonly folds: Folds;
  /** Name of the policy that the guarantee is against. */
  readonly against: string;
  /** What was declared of rewards, for a guarantee. */
  readonly declared: DeclaredRange;
  /** Of whatever is weighted: what forbids to conclude anything from this log's weights. */
  readonly doubts: readonly string[];
  /** What no number shows, and forbids to guarantee anything: how rows came to be among those that are judged. */
  readonly unsure: readonly string[];
  /** The subject first; then those that it is compared with. */
  readonly candidates: readonly JudgedCandidate[];
  readonly settings: OffPolicySettings;
  readonly random: Random;
  /** Told after each policy that is valued, and after each resample. */
  readonly onProgress?: (stage: 'policies' | 'resamples', done: number) => void;
}
