/** Every policy by every estimator, and what is judged minus each of the others. */
import type { Estimate } from '../../core/estimate';
import { pause } from '../../core/pause';
import { bcaInterval, bootstrap, percentileInterval } from '../../stats/bootstrap';
import { differenceOf, tInterval, type Statistic } from '../../stats/statistic';
import { loggedMean } from './logged-mean';
import { type PolicyValues, valuesOf } from './policy-values';
import { deltaOpe } from './delta-ope';
import { policyDoubts } from './doubts';
import { guaranteeOf } from './guarantee';
import { importanceRatios } from './histories';
import { permutedControl } from './permuted-control';
import type { Intervals, OffPolicy, OffPolicyResult } from './result';
import type { JudgedCandidate, OffPolicyRequest } from './request';
import { responsesOf, type Responses } from './responses';
import { sensitivityOf } from './sensitivity';

/** End by end the wider of two intervals; unknown where either is. */
function wider(a: Estimate, b: Estimate): Estimate {
  const isKnown = a.low !== null && a.high !== null && b.low !== null && b.high !== null;
  return {
    ...{ value: a.value, level: a.level },
    low: isKnown ? Math.min(a.low, b.low) : null,
    high: isKnown ? Math.max(a.high, b.high) : null,
  };
}

/** @param resampled [resamples] what the statistic came to in each */
export function intervalsOf(
  estimator: string,
  statistic: Statistic,
  resampled: Float64Array,
  level: number,
): Intervals {
  const t = tInterval(statistic, level);
  const bca = bcaInterval(statistic, resampled, level);
  const percentile = { value: t.value, ...percentileInterval(resampled, level), level };
  return { estimator, interval: wider(t, bca), t, percentile, bca };
}

const paired = (first: Float64Array, second: Float64Array) => first.map((value, i) => value - second[i]!);

/** A policy with what its resamples came to; null where it has no value. */
interface Resampled {
  readonly values: PolicyValues;
  readonly draws: Float64Array | null;
}

function differenceFrom(subject: Resampled, other: Resampled, level: number): Intervals | null {
  if (subject === other || subject.draws === null || other.draws === null) return null;
  const [a, b] = [subject.values.value!, other.values.value!];
  return intervalsOf(
    a.estimator,
    differenceOf(a.statistic, b.statistic),
    paired(subject.draws, other.draws),
    level,
  );
}

/** What was done needs no weights, so that nothing forbids it. */
function doubtsOf(
  { name, role, isFixed }: JudgedCandidate,
  values: PolicyValues,
  responses: Responses,
  { doubts, settings, unit }: OffPolicyRequest,
): string[] {
  if (values.support === null) return [];
  return [
    ...doubts,
    ...(role === 'model' && !isFixed ? ['the model is judged on rows that it was trained on'] : []),
    ...policyDoubts(name, values, responses, settings, unit),
  ];
}

function resultOf(
  candidate: JudgedCandidate,
  own: Resampled,
  subject: Resampled,
  responses: Responses,
  request: OffPolicyRequest,
): Omit<OffPolicyResult, 'controlVariate'> {
  const { role, description } = candidate;
  const { level } = request.settings;
  const { values, draws } = own;
  const { identified, reasons, support, estimates, metrics, parts, assumption, disagreement } = values;
  return {
    ...{ role, description, identified, reasons, doubts: doubtsOf(candidate, values, responses, request) },
    effectiveSampleSize: support?.effectiveSampleSize ?? null,
    ...{ support, disagreement, estimates },
    value:
      values.value === null || draws === null
        ? null
        : intervalsOf(values.value.estimator, values.value.statistic, draws, level),
    ...{ metrics, parts, assumption, difference: differenceFrom(subject, own, level) },
  };
}

/** Of single decisions: what is judged minus any other policy, with a control variate. */
function controlVariates({
  histories,
  estimand,
  measures,
  folds,
  settings,
  candidates,
}: OffPolicyRequest): (other: JudgedCandidate) => Estimate | null {
  const [subject] = candidates as [JudgedCandidate];
  if (estimand === 'history' || subject.probabilities === null) return () => null;
  const own = importanceRatios(histories, subject.probabilities);
  return ({ probabilities }) => {
    const others = probabilities && importanceRatios(histories, probabilities);
    const differences = own.map((ratio, i) => ratio - (others === null ? 1 : others[i]!));
    return tInterval(deltaOpe(histories, differences, measures.get('reward')!.values, folds), settings.level);
  };
}

/** What is said of the subject alone. */
function certaintyOf(
  request: OffPolicyRequest,
  subject: PolicyValues,
  mean: (values: Float64Array) => Statistic,
): Pick<OffPolicy, 'guarantee' | 'sensitivity' | 'permutedControl'> {
  const { candidates, histories, estimand, measures, settings, against } = request;
  const [own] = candidates as [JudgedCandidate];
  const guarantee = guaranteeOf(
    request,
    own,
    candidates.find(({ name }) => name === against)!,
  );
  if (own.probabilities === null || subject.value === null)
    return { guarantee, sensitivity: null, permutedControl: null };
  const rewards = measures.get('reward')!.values;
  const isWhole = histories.sampleWeights.every((weight) => weight === 1);
  return {
    guarantee,
    sensitivity:
      estimand === 'decision' && isWhole
        ? sensitivityOf(histories, own.probabilities, rewards, mean(rewards), settings.level)
        : null,
    permutedControl: permutedControl(request, own.probabilities, mean),
  };
}

/** All policies meet the same resamples, so that their differences are paired. */
export async function judgePolicies(request: OffPolicyRequest): Promise<Omit<OffPolicy, 'behaviour'>> {
  const { candidates, settings, histories, random, onProgress } = request;
  const { resamples } = settings;
  const logged = loggedMean(request);
  const all: PolicyValues[] = [];
  for (const candidate of candidates) {
    all.push(valuesOf(request, candidate, logged));
    onProgress?.('policies', all.length);
    await pause();
  }
  const identified = all.filter(({ value }) => value !== null);
  const draws = await bootstrap(
    identified.map(({ value }) => value!.statistic),
    { resamples, random: random.fork('bootstrap'), onProgress: (done) => onProgress?.('resamples', done) },
  );
  const drawsOf = new Map(identified.map((values, i) => [values, draws[i]!]));
  const resampled = all.map((values): Resampled => ({ values, draws: drawsOf.get(values) ?? null }));
  const responses = responsesOf(histories, request.measures.get('reward')!.values);
  const controlVariateOf = controlVariates(request);
  const results = candidates.map((candidate, i): [string, OffPolicyResult] => {
    const result = resultOf(candidate, resampled[i]!, resampled[0]!, responses, request);
    const controlVariate = result.difference === null ? null : controlVariateOf(candidate);
    return [candidate.name, { ...result, controlVariate }];
  });
  return {
    ...{ unit: request.unit, units: histories.units, decisions: histories.actions.length },
    ...{ estimand: request.estimand, subject: candidates[0]!.name, resamples },
    ...certaintyOf(request, all[0]!, logged),
    policies: Object.fromEntries(results),
  };
}
