/** A policy on some of its decisions: of single decisions any, of histories whole ones alone. */
import { reordered } from '../../dataset/contacts/row-order';
import type { Histories, JudgedPolicy } from './histories';
import { ofDecisions } from './unit-sums';

/** Units without any of the decisions are no part of it. @param places of the decisions, ascending */
export function partOfHistories(histories: Histories, places: Int32Array): Histories {
  const unitOf = ofDecisions(
    histories,
    Uint32Array.from({ length: histories.units }, (_, unit) => unit),
  );
  const starts: number[] = [];
  places.forEach((place, i) => {
    if (i === 0 || unitOf[place] !== unitOf[places[i - 1]!]) starts.push(i);
  });
  const { actionCount, actionPropensities } = histories;
  return {
    ...{ units: starts.length, starts: Int32Array.from([...starts, places.length]), actionCount },
    actions: reordered(histories.actions, places),
    propensities: reordered(histories.propensities, places),
    actionPropensities: actionPropensities && reordered(actionPropensities, places, actionCount),
    sampleWeights: reordered(histories.sampleWeights, places),
    worths: reordered(histories.worths, places),
    discounts: reordered(histories.discounts, places),
  };
}

/** With the models that were fitted for all. @param histories the part, made once for every policy on it */
export function partOfJudged(judged: JudgedPolicy, histories: Histories, places: Int32Array): JudgedPolicy {
  const { rewardModel, valueModel } = judged;
  const { actionCount } = histories;
  return {
    histories,
    probabilities: reordered(judged.probabilities, places, actionCount),
    ratios: reordered(judged.ratios, places),
    products: reordered(judged.products, places),
    rewards: reordered(judged.rewards, places),
    rewardModel: rewardModel && reordered(rewardModel, places, actionCount),
    valueModel: valueModel && reordered(valueModel, places, actionCount),
  };
}
