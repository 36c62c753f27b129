/** Whether a difference is guaranteed: by bounds that hold for any tails, where everything that they rest on is known. */
import { hcope } from '../../stats/bounds/hcope';
import { logSmoothedLowerBound } from '../../stats/bounds/log-smoothed';
import type { LowerBound } from '../../stats/bounds/lower-bound';
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
import type { Bounds, Guarantee } from './result';
import { stepCount } from './step-ratios';
import { percent } from './words';

/** Discounts that are the same from decision to decision, which a fixed horizon needs; null where they differ. */
function gammaOf({ discounts }: Histories): number | null {
  const some = discounts.filter((discount) => discount > 0);
  const [first = 1] = some;
  return some.every((discount) => Math.abs(discount - first) < 1e-9) ? first : null;
}

/** Rows without a customer are one decision each, whatever the horizon of customers is. */
const horizonOf = ({ declared, unit }: OffPolicyRequest) => (unit === 'row' ? 1 : declared.horizon);

/** What the schema lacks. */
function undeclared({ declared, histories }: OffPolicyRequest, horizon: number | null): string | null {
  const missing = [
    ...(declared.rewards === null ? ['rewardRange'] : []),
    ...(horizon === null && stepCount(histories) > 1 ? ['horizon (the most decisions of a customer)'] : []),
  ];
  return missing.length === 0 ? null : `the schema declares no ${missing.join(' and no ')}`;
}

/** What of the log contradicts what the schema declares. */
function contradiction({ declared, histories, measures }: OffPolicyRequest, horizon: number): string | null {
  const [low, high] = declared.rewards!;
  const longest = stepCount(histories);
  if (low === high) return 'the declared rewardRange is a single number';
  if (longest > horizon)
    return `a customer has ${longest} decisions, more than the horizon of ${horizon} that the schema declares`;
  const outside = measures.get('reward')!.values.find((reward) => !(reward >= low && reward <= high));
  if (outside !== undefined) return `a reward of ${outside} lies outside the declared rewardRange`;
  return horizon === 1 || (low <= 0 && high >= 0) ? null : 'the declared rewardRange does not hold 0';
}

/** Why no bound is to be had; null where one is. */
function missing(request: OffPolicyRequest): string | null {
  const { source, histories, estimand } = request;
  const [unsure] = [...request.doubts, ...request.unsure];
  if (unsure !== undefined) return unsure;
  if (source === 'estimated') return 'the probabilities of the logged actions are estimated';
  if (!request.candidates[0]!.isFixed) return 'what is judged was not fixed on other data';
  if (histories.sampleWeights.some((weight) => weight !== 1)) return 'the log kept a part of its rows';
  const horizon = horizonOf(request);
  const lacks = undeclared(request, horizon) ?? contradiction(request, horizon ?? 1);
  if (lacks !== null) return lacks;
  return estimand === 'history' && gammaOf(histories) === null
    ? 'discounts differ with the time between decisions'
    : null;
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

/** Whom a difference is between, and what was declared of rewards. */
interface Difference {
  readonly subject: WeightedHistories;
  /** null: what was done */
  readonly against: WeightedHistories | null;
  readonly declared: DeclaredRewards;
  /** Of both bounds together. */
  readonly level: number;
}

/** @returns null where a lower bound lies above the upper one */
function boundsOf({ subject, against, declared, level }: Difference, lowerBound: LowerBound): Bounds | null {
  const side = (1 + level) / 2;
  const inOrder = (bounds: Bounds) => (bounds.low <= bounds.high ? bounds : null);
  if (against === null) {
    return inOrder({
      low: differenceLowerBound(subject, declared, side, lowerBound),
      high: differenceUpperBound(subject, declared, side, lowerBound),
    });
  }
  // Each of the two bounds takes half of what may fail.
  const half = (1 + side) / 2;
  const [own, other] = [subject, against].map((histories) =>
    inOrder({
      low: valueLowerBound(histories, declared, half, lowerBound),
      high: valueUpperBound(histories, declared, half, lowerBound),
    }),
  ) as [Bounds | null, Bounds | null];
  return own && other && { low: own.low - other.high, high: own.high - other.low };
}

/** @param against the policy that decides; what was done as a rule */
export function guaranteeOf(
  request: OffPolicyRequest,
  subject: JudgedCandidate,
  against: JudgedCandidate,
): Guarantee {
  const { level } = request.settings;
  const { histories, estimand, declared, isLogged } = request;
  const none = (reason: string): Guarantee => ({ level, low: null, high: null, hcope: null, reason });
  const reason = missing(request);
  if (reason !== null) return none(reason);
  if (subject.probabilities === null) return none('what was done is judged');
  const doesUnlogged = [subject, against].some(({ probabilities }) =>
    probabilities?.some((p, at) => p > 0 && !isLogged[at % histories.actionCount]!),
  );
  if (doesUnlogged) return none('it does what was never logged among the decisions that are judged');
  if (!against.isFixed) return none('what it is compared with was learned from the rows that are judged');
  const [low, high] = declared.rewards!;
  const gamma = estimand === 'history' ? gammaOf(histories)! : 1;
  const difference = {
    subject: weighted(request, subject.probabilities),
    against: against.probabilities && weighted(request, against.probabilities),
    declared: { low, high, gamma, horizon: horizonOf(request) ?? 1 },
    level,
  };
  const bounds = boundsOf(difference, logSmoothedLowerBound);
  if (bounds === null)
    return none(
      `a lower bound lies above the upper one: something that they rest on is not so, or chance of at most ${percent(1 - level)}`,
    );
  const other = boundsOf(difference, hcope(request.random.fork('hcope')));
  return { level, ...bounds, hcope: other, reason: null };
}
