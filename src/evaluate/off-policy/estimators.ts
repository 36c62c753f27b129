/** Every estimator there is, by what it values. */
import type { Estimand, Estimator, Need } from './estimator';
import { clippedIps } from './estimators/clipped-ips';
import { directMethod } from './estimators/direct-method';
import {
  doublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchDoublyRobust,
} from './estimators/doubly-robust';
import { fittedQ } from './estimators/fitted-q';
import { importanceSampling, weightedImportanceSampling } from './estimators/importance-sampling';
import { ips } from './estimators/ips';
import { marginalisedImportanceSampling } from './estimators/marginalised';
import { perDecisionImportanceSampling, perDecisionWeighted } from './estimators/per-decision';
import { replay } from './estimators/replay';
import { sequentialDoublyRobust, weightedDoublyRobust } from './estimators/sequential-doubly-robust';
import { snips } from './estimators/snips';
import { switchEstimator } from './estimators/switch';
import type { JudgedPolicy } from './histories';

/** In the order of tables: what most readers know first. */
export const estimators: readonly Estimator[] = [
  replay,
  ips,
  snips,
  clippedIps,
  directMethod,
  doublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchEstimator,
  switchDoublyRobust,
  importanceSampling,
  weightedImportanceSampling,
  perDecisionImportanceSampling,
  perDecisionWeighted,
  marginalisedImportanceSampling,
  sequentialDoublyRobust,
  weightedDoublyRobust,
  fittedQ,
];

function has({ rewardModel, valueModel, histories }: JudgedPolicy, need: Need): boolean {
  const there = { rewardModel, valueModel, actionPropensities: histories.actionPropensities };
  return there[need] !== null;
}

/** Those of an estimand whose needs are met. */
export function applicable(judged: JudgedPolicy, estimand: Estimand): Estimator[] {
  return estimators.filter(
    (one) => one.estimand === estimand && one.needs.every((need) => has(judged, need)),
  );
}
