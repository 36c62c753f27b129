/** Whether a difference is guaranteed: by bounds that hold for any tails, where everything that they rest on is known. */
import {
  differenceLowerBound,
  differenceUpperBound,
  valueLowerBound,
  valueUpperBound,
  type DeclaredRewards,
  type Histories as WeightedHistories,
} from '../../stats/bounds/policy-value';
import { importanceProducts, importanceRatios, type Histories } from './histories';
import type { JudgedCandidate, OffPolicyRequest } from './request';
import type { Guarantee } from './result';
import { stepCount } from './step-ratios';

/** Discounts that are the same from decision to decision, which a fixed horizon needs; null where they differ. */
function gammaOf({ discounts }: Histories): number | null {
  const some = discounts.filter((discount) => discount > 0);
  const [first = 1] = some;
  return some.every((discount) => Math.abs(discount - first) < 1e-9) ? first : null;
}

/** Rows without a customer are one decision each, whatever the horizon of customers is. */
const horizonOf = ({ declared, unit }: OffPolicyRequest) => (unit === 'row' ? 1 : declared.horizon);

/** Why no bound is to be had; null where one is. */
function missing(request: OffPolicyRequest): string | null {
  const { declared, source, histories, estimand, measures } = request;
  const { rewards } = declared;
  const horizon = horizonOf(request);
  if (rewards === null) return 'the schema declares no rewardRange';
  if (source === 'estimated') return 'the probabilities of the logged actions are estimated';
  if (!request.candidates[0]!.isFixed) return 'what is judged was not fixed on other data';
  if (histories.sampleWeights.some((weight) => weight !== 1)) return 'the log kept a part of its rows';
  const longest = stepCount(histories);
  if (rewards[0] === rewards[1]) return 'the declared rewardRange is a single number';
  if (horizon === null && longest > 1)
    return 'the schema declares no horizon, the most decisions of a customer';
  if (horizon !== null && longest > horizon)
    return `a customer has ${longest} decisions, more than the horizon of ${horizon} that the schema declares`;
  if (estimand === 'history' && gammaOf(histories) === null)
    return 'discounts differ with the time between decisions';
  const outside = measures
    .get('reward')!
    .values.find((reward) => !(reward >= rewards[0] && reward <= rewards[1]));
  if (outside !== undefined) return `a reward of ${outside} lies outside the declared rewardRange`;
  return (rewards[0] <= 0 && rewards[1] >= 0) || (horizon ?? 1) === 1
    ? null
    : 'the declared rewardRange does not hold 0';
}

/** Single decisions of one unit are added up: each has its own weight alone. */
function weighted(
  { histories, estimand, measures }: OffPolicyRequest,
  probabilities: Float64Array,
): WeightedHistories {
  const ratios = importanceRatios(histories, probabilities);
  return {
    weights: estimand === 'history' ? importanceProducts(histories, ratios) : ratios,
    rewards: measures.get('reward')!.values,
    starts: histories.starts,
    carries: estimand === 'history',
  };
}

function boundsAgainst(
  request: OffPolicyRequest,
  subject: WeightedHistories,
  other: Float64Array | null,
  declared: DeclaredRewards,
): Pick<Guarantee, 'low' | 'high'> {
  const side = (1 + request.settings.level) / 2;
  if (other === null) {
    return {
      low: differenceLowerBound(subject, declared, side),
      high: differenceUpperBound(subject, declared, side),
    };
  }
  // Each of the two bounds takes half of what may fail.
  const half = (1 + side) / 2;
  const against = weighted(request, other);
  return {
    low: valueLowerBound(subject, declared, half) - valueUpperBound(against, declared, half),
    high: valueUpperBound(subject, declared, half) - valueLowerBound(against, declared, half),
  };
}

/** @param against the policy that decides; what was done as a rule */
export function guaranteeOf(
  request: OffPolicyRequest,
  subject: JudgedCandidate,
  against: JudgedCandidate,
): Guarantee {
  const { level } = request.settings;
  const { histories, estimand, declared, isLogged } = request;
  const none = (reason: string): Guarantee => ({ level, low: null, high: null, reason });
  const reason = missing(request);
  if (reason !== null) return none(reason);
  if (subject.probabilities === null) return none('what was done is judged');
  const doesUnlogged = [subject, against].some(({ probabilities }) =>
    probabilities?.some((p, at) => p > 0 && !isLogged[at % histories.actionCount]!),
  );
  if (doesUnlogged) return none('it does what the log never did');
  if (!against.isFixed) return none('what it is compared with was learned from the rows that are judged');
  const [low, high] = declared.rewards!;
  const range = {
    ...{ low, high, gamma: estimand === 'history' ? gammaOf(histories)! : 1 },
    horizon: horizonOf(request) ?? 1,
  };
  const bounds = boundsAgainst(
    request,
    weighted(request, subject.probabilities),
    against.probabilities,
    range,
  );
  if (bounds.low! > bounds.high!)
    return none('its bounds contradict each other: something that they rest on is not so');
  return { level, ...bounds, reason: null };
}
