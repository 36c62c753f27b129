/** The rows of an evaluation as policies of classical targeting take them, and those that are learned from rows. */
import type { Scaling } from '../../../agents/model';
import { scaleObservations } from '../../../agents/scaling';
import { learnedTargeting, type TargetingPolicy } from '../../../evaluate/logged/targeting/baselines';
import { crossFitted } from '../../../evaluate/logged/targeting/cross-fit';
import {
  customerModelTargeting,
  type CustomerModelPolicy,
} from '../../../evaluate/logged/targeting/customer-models';
import type { CustomerScores } from '../../../evaluate/logged/targeting/customer-scores';
import type { TargetingRows } from '../../../evaluate/logged/targeting/response-model';
import type { Folds } from '../../../evaluate/off-policy/folds';
import { shapeOfHistories, type ShapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { ofDecisions } from '../../../evaluate/off-policy/unit-sums';
import { customerScoresOn } from './customer-scores';
import { featureScaling, type LogToJudge, type RowsOfLog } from './log-to-judge';

/** [n] what later decisions of the customer brought, discounted to this one */
function laterRewards({ discounts }: ShapeOfHistories, rewards: Float64Array): Float64Array {
  const later = new Float64Array(rewards.length);
  for (let i = rewards.length - 2; i >= 0; i -= 1)
    later[i] = discounts[i]! * (rewards[i + 1]! + later[i + 1]!);
  return later;
}

/** @param scaling that of the rows that are learned from: coefficients mean the same on others only under it */
function targetingRows(
  { rows }: RowsOfLog,
  shape: ShapeOfHistories,
  scaling: Scaling,
  customers: CustomerScores | undefined,
): TargetingRows {
  return {
    observations: scaleObservations(rows.observations, scaling),
    ...{ width: rows.features.length, actionCount: rows.actions.length },
    allowed: rows.allowed ?? null,
    ...{ actions: rows.loggedActions, rewards: rows.rewards },
    laterRewards: laterRewards(shape, rows.rewards),
    ...{ sampleWeights: shape.sampleWeights, customers },
  };
}

type LearnedPolicy = TargetingPolicy | CustomerModelPolicy;

/**
 * @returns the rows that are judged, and the policies that others teach: those that are learned from, or of two halves of the
 *   judged ones each the other
 */
export function rowsToTarget(
  { judged: own, learnedFrom, contacts }: LogToJudge,
  shape: ShapeOfHistories,
  folds: Folds,
): { readonly judged: TargetingRows; readonly learned: (contactShare: number) => LearnedPolicy[] } {
  const from = learnedFrom ?? own;
  const scaling = featureScaling(from.rows);
  const scoresOn = customerScoresOn(contacts, from.decisions);
  const rowsOf = (side: RowsOfLog, ofSide: ShapeOfHistories) =>
    targetingRows(side, ofSide, scaling, scoresOn?.(side.decisions));
  const judged = rowsOf(own, shape);
  return {
    judged,
    learned: (contactShare) => {
      const learn = (fit: TargetingRows, asked: TargetingRows): LearnedPolicy[] => [
        ...learnedTargeting(fit, asked, contactShare),
        ...customerModelTargeting(fit, asked),
      ];
      if (learnedFrom === null) return crossFitted(judged, ofDecisions(shape, folds.of), learn);
      const { log, decisions } = contacts;
      const ofOthers = shapeOfHistories(log, decisions, learnedFrom.decisions);
      return learn(rowsOf(learnedFrom, ofOthers), judged);
    },
  };
}
