/** What came of a model's predictions in a later window, beside its anchor: the same for every kind of model. */
import type { Estimate } from '../../core/estimate';
import type { AnchorDecision } from './anchor-decision';
import type { BesideAnchor } from './beside-anchor';
import type { VerdictNames } from './verdict';

/** One measure of model and anchor on the same customers. */
export interface Measure {
  readonly name: string;
  /** Whether a model is good by a high or by a low one; null where neither. */
  readonly better: 'high' | 'low' | null;
  readonly model: Estimate;
  /** null where the anchor has none */
  readonly anchor: Estimate | null;
  /** Model minus anchor. */
  readonly difference: Estimate | null;
}

/** Customers by what was predicted of them, the lowest first. */
export interface PredictedGroup {
  readonly customers: number;
  /** Mean of the predictions. */
  readonly predicted: number;
  /** Mean of what came. */
  readonly actual: Estimate;
}

/** Customers by one thing, and for whom of them the model does not work. */
export interface JudgedParts {
  /** Such as "how often they had bought". */
  readonly by: string;
  readonly parts: BesideAnchor['segments'];
}

/** One way to do without the model, or the model itself. */
export interface Way {
  readonly name: string;
  readonly role: 'model' | 'anchor' | 'simple';
  readonly value: Estimate;
  /** null of the model itself */
  readonly modelMinus: Estimate | null;
  /** What that says of the model beside it; null of the model itself */
  readonly decision: AnchorDecision | null;
}

/** The model, its anchor and what anybody could do, by one measure on the same customers; each interval at its own level. */
export interface SideBySide {
  readonly measure: string;
  readonly better: 'high' | 'low';
  /** The model first. */
  readonly ways: readonly Way[];
}

/** One action of the decisions that are judged. */
export interface JudgedArm {
  readonly name: string;
  /** Decisions at which it was allowed, and at which it was taken. */
  readonly allowed: number;
  readonly taken: number;
  /** As so many customers of equal weight count those who got it: each weighs one over the probability of their action. */
  readonly effectiveSampleSize: number;
}

/** What contacting the first by the order of a model gains over contacting nobody. */
export interface GainsOfTargeting {
  /** What is gained, such as "purchase". */
  readonly outcome: string;
  /** Per decision of all, by the share of them that is contacted. */
  readonly curve: readonly { readonly share: number; readonly gained: Estimate }[];
  /** Of contacting all, each by what the model would send. */
  readonly all: Estimate;
  /** Of one action alone to all for whom it is allowed. */
  readonly treatments: readonly { readonly name: string; readonly gained: Estimate }[];
  /** No Action first. */
  readonly arms: readonly JudgedArm[];
}

export interface Judgement {
  readonly customers: number;
  readonly names: VerdictNames;
  /** Losses of all customers. */
  readonly beside: Omit<BesideAnchor, 'segments'>;
  readonly parts: readonly JudgedParts[];
  /** Kinds of customers in all parts, whose intervals hold together. */
  readonly partsAtOnce: number;
  readonly sideBySide: readonly SideBySide[];
  readonly measures: readonly Measure[];
  /** null of what is no amount or probability */
  readonly calibration: { readonly quantity: string; readonly groups: readonly PredictedGroup[] } | null;
  /** What limits it. */
  readonly remarks: readonly string[];
  /** Of models of what contacts change, which are judged by decisions: `customers` are then decisions everywhere. */
  readonly gains?: GainsOfTargeting;
}
