/** Probabilities of later customers beside those of a simple rule: whether the model beats it, and for whom it does not. */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import { decisionOf, type AnchorDecision } from './anchor-decision';
import { aucDifference, aucEstimate } from './auc';
import { brierDifference, brierEstimate } from './brier';
import { calibrationCurve, calibrationError, type CalibrationBin } from './calibration-curve';

/** Customers of one kind, such as those of one segment. */
export interface JudgedGroup {
  readonly name: string;
  readonly rows: number;
  readonly positive: number;
  readonly auc: Estimate;
  /** Model minus anchor, at a level that holds for all groups together (Bonferroni). */
  readonly aucDifference: Estimate;
  readonly decision: AnchorDecision;
}

export interface JudgedProbabilities {
  readonly rows: number;
  readonly positive: number;
  readonly auc: Estimate;
  readonly anchorAuc: Estimate;
  /** Model minus anchor. */
  readonly aucDifference: Estimate;
  readonly decision: AnchorDecision;
  readonly brier: Estimate;
  /** Model minus anchor: below 0 where the model errs less. */
  readonly brierDifference: Estimate;
  readonly calibration: readonly CalibrationBin[];
  readonly calibrationError: number;
  readonly groups: readonly JudgedGroup[];
}

export interface ProbabilitiesToJudge {
  /** [rows] of the model */
  readonly model: Float64Array;
  /** [rows] of the anchor */
  readonly anchor: Float64Array;
  /** [rows] 0 or 1 */
  readonly target: Float64Array;
  /** Kinds of customers to judge apart. */
  readonly groupNames: readonly string[];
  /** [rows] place of each row's kind; -1 of none */
  readonly groups: ArrayLike<number>;
}

const LEVEL = 0.95;

function judgeGroup(given: ProbabilitiesToJudge, group: number): JudgedGroup {
  const isOwn = (_: number, row: number) => given.groups[row] === group;
  const target = given.target.filter(isOwn);
  const [model, anchor] = [given.model.filter(isOwn), given.anchor.filter(isOwn)];
  const difference = aucDifference(model, anchor, target, 1 - (1 - LEVEL) / given.groupNames.length);
  return {
    ...{ name: given.groupNames[group]!, rows: target.length },
    positive: target.reduce((sum, label) => sum + label, 0),
    auc: aucEstimate(model, target),
    ...{ aucDifference: difference, decision: decisionOf(difference) },
  };
}

/** @throws ShapeError naming what does not belong together */
export function judgeProbabilities(given: ProbabilitiesToJudge): JudgedProbabilities {
  const { model, anchor, target, groupNames, groups } = given;
  expectLength('model', model, target.length);
  expectLength('anchor', anchor, target.length);
  expectLength('groups', groups, target.length);
  const difference = aucDifference(model, anchor, target, LEVEL);
  const calibration = calibrationCurve(model, target);
  return {
    ...{ rows: target.length, positive: target.reduce((sum, label) => sum + label, 0) },
    ...{ auc: aucEstimate(model, target, LEVEL), anchorAuc: aucEstimate(anchor, target, LEVEL) },
    ...{ aucDifference: difference, decision: decisionOf(difference) },
    brier: brierEstimate(model, target),
    brierDifference: brierDifference(model, anchor, target),
    ...{ calibration, calibrationError: calibrationError(calibration) },
    groups: groupNames.map((_, group) => judgeGroup(given, group)),
  };
}
