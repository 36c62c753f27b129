/** On whom a policy is judged: where it would act, and what contacts nobody on whom it has more to go by. */
import type { Statistic } from '../../stats/statistic';
import { weighed, type Histories } from './histories';
import type { JudgedCandidate, OffPolicyRequest } from './request';
import { loggedActions, supportOf } from './support';

/** [n, actions] No Action everywhere */
function nobody({ actions, actionCount }: Histories): Float64Array {
  const probabilities = new Float64Array(actions.length * actionCount);
  for (let at = 0; at < probabilities.length; at += actionCount) probabilities[at] = 1;
  return probabilities;
}

const contactsNobody = ({ actionCount }: Histories, probabilities: Float64Array) =>
  probabilities.every((p, at) => at % actionCount === 0 || p === 0);

/** Customers that the weights of a policy amount to. */
function effectiveSize(
  { histories, estimand, isLogged, settings, measures }: OffPolicyRequest,
  probabilities: Float64Array,
): number {
  const judged = weighed(histories, probabilities, measures.get('reward')!.values);
  return supportOf(judged, estimand, isLogged, settings.floor).effectiveSampleSize;
}

/** A policy, and what is asked of it on the customers that it is judged on. */
export interface JudgedWhere {
  readonly candidate: JudgedCandidate;
  readonly request: OffPolicyRequest;
}

/**
 * Whether those held back meet what the others meet: their histories as a whole do. Of decisions by themselves only the first
 * one of a customer does, for later ones come after being left alone so far.
 */
const isOfLikeMoments = ({ estimand, histories }: OffPolicyRequest, heldBack: Histories) =>
  estimand === 'history' || [histories, heldBack].every(({ units, actions }) => units === actions.length);

/** Whoever was held back was left alone whatever happens: their rewards need neither weights nor a model. */
export function judgedWhere(request: OffPolicyRequest, candidate: JudgedCandidate): JudgedWhere {
  const { heldBack = null, ...acting } = request;
  const { probabilities } = candidate;
  if (heldBack === null || probabilities === null || !contactsNobody(request.histories, probabilities))
    return { candidate, request };
  const { histories } = heldBack;
  if (!isOfLikeMoments(request, histories)) return { candidate, request };
  const apart: OffPolicyRequest = {
    ...{ ...acting, ...heldBack, isLogged: loggedActions(histories) },
    models: { reward: () => null, value: () => () => ({ values: null, reason: null }) },
  };
  const alone = nobody(histories);
  return effectiveSize(apart, alone) > effectiveSize(acting, probabilities)
    ? { candidate: { ...candidate, probabilities: alone }, request: apart }
    : { candidate, request };
}

/** The same of units that stand among others, who have no part in it. @param before how many of the others come first */
export function amongOthers(statistic: Statistic, before: number, all: number): Statistic {
  const { units, value, influence } = statistic;
  const spread = new Float64Array(all);
  influence.forEach((own, unit) => (spread[before + unit] = (own * all) / units));
  return {
    ...{ units: all, value, influence: spread },
    resampled: (counts) =>
      statistic.resampled(Array.from({ length: units }, (_, unit) => counts[before + unit]!)),
  };
}
