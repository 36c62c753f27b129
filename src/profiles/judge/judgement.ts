/** What came of a model's predictions in a later window, beside its anchor: the same for every kind of model. */
import type { Estimate } from '../../core/estimate';
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

/** What contacting the first by the order of a model gains over contacting nobody. */
export interface GainsOfTargeting {
  /** What is gained, such as "purchase". */
  readonly outcome: string;
  /** Per decision of all, by the share of them that is contacted. */
  readonly curve: readonly { readonly share: number; readonly gained: Estimate }[];
  /** Of contacting all. */
  readonly all: Estimate;
}

export interface Judgement {
  readonly customers: number;
  readonly names: VerdictNames;
  /** Losses of all customers. */
  readonly beside: Omit<BesideAnchor, 'segments'>;
  readonly parts: readonly JudgedParts[];
  readonly measures: readonly Measure[];
  /** null of what is no amount or probability */
  readonly calibration: { readonly quantity: string; readonly groups: readonly PredictedGroup[] } | null;
  /** What limits it. */
  readonly remarks: readonly string[];
  /** Of models of what contacts change, which are judged by decisions: `customers` are then decisions everywhere. */
  readonly gains?: GainsOfTargeting;
}
