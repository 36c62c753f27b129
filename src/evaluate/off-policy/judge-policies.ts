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
import { amongOthers, judgedWhere, type JudgedWhere } from './judged-where';
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
  readonly where: JudgedWhere;
  readonly values: PolicyValues;
  readonly draws: Float64Array | null;
}

const isSameUnits = (one: Resampled, other: Resampled) =>
  one.where.request.histories === other.where.request.histories;

function differenceFrom(subject: Resampled, other: Resampled, level: number): Intervals | null {
  if (subject === other || subject.draws === null || other.draws === null) return null;
  const [a, b] = [subject.values.value!, other.values.value!];
  const all = a.statistic.units + b.statistic.units;
  const difference = isSameUnits(subject, other)
    ? differenceOf(a.statistic, b.statistic)
    : differenceOf(amongOthers(a.statistic, 0, all), amongOthers(b.statistic, a.statistic.units, all));
  return intervalsOf(a.estimator, difference, paired(subject.draws, other.draws), level);
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
  own: Resampled,
  subject: Resampled,
  responses: Responses,
): Omit<OffPolicyResult, 'controlVariate'> {
  const {
    where: { candidate, request },
    values,
    draws,
  } = own;
  const { role, description } = candidate;
  const { level } = request.settings;
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
  { values: subject, where }: Resampled,
  mean: (values: Float64Array) => Statistic,
): Pick<OffPolicy, 'guarantee' | 'sensitivity' | 'permutedControl'> {
  const { candidates, histories, estimand, measures, settings, against } = request;
  if (where.request !== request) {
    const reason = 'it is judged on customers who were kept from contacts, and what was done on the others';
    const none = { level: settings.level, low: null, high: null, hcope: null, reason };
    return { guarantee: none, sensitivity: null, permutedControl: null };
  }
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

/** Policies on the same customers meet the same resamples, so that their differences are paired. */
async function resampledOf(
  judged: readonly Omit<Resampled, 'draws'>[],
  { settings: { resamples }, random, onProgress }: OffPolicyRequest,
): Promise<Resampled[]> {
  const drawsOf = new Map<PolicyValues, Float64Array>();
  const groups = [...new Set(judged.map(({ where }) => where.request.histories))];
  for (const [place, histories] of groups.entries()) {
    const own = judged.filter(
      ({ where, values }) => where.request.histories === histories && values.value !== null,
    );
    const draws = await bootstrap(
      own.map(({ values }) => values.value!.statistic),
      {
        resamples,
        random: random.fork(place === 0 ? 'bootstrap' : 'bootstrap of those held back'),
        onProgress: (done) => onProgress?.('resamples', done),
      },
    );
    own.forEach(({ values }, i) => drawsOf.set(values, draws[i]!));
  }
  return judged.map((one) => ({ ...one, draws: drawsOf.get(one.values) ?? null }));
}

/** Who was held back, and what is judged on them. */
function heldBackOf({ heldBack }: OffPolicyRequest, all: readonly Resampled[]): Pick<OffPolicy, 'heldBack'> {
  if (heldBack === undefined) return {};
  const { histories } = heldBack;
  const apart = all.filter(({ where }) => where.request.histories === histories);
  const policies = apart.map(({ where }) => where.candidate.name);
  return { heldBack: { units: histories.units, decisions: histories.actions.length, policies } };
}

/** Every policy where it would act, all but those that contact nobody on the same customers. */
export async function judgePolicies(request: OffPolicyRequest): Promise<Omit<OffPolicy, 'behaviour'>> {
  const { candidates, settings, histories, onProgress } = request;
  const judged: Omit<Resampled, 'draws'>[] = [];
  for (const candidate of candidates) {
    const where = judgedWhere(request, candidate);
    judged.push({ where, values: valuesOf(where.request, where.candidate, loggedMean(where.request)) });
    onProgress?.('policies', judged.length);
    await pause();
  }
  const all = await resampledOf(judged, request);
  const responses = new Map(
    [request, request.heldBack].flatMap((one) =>
      one === undefined
        ? []
        : [[one.histories, responsesOf(one.histories, one.measures.get('reward')!.values)]],
    ),
  );
  const controlVariateOf = controlVariates(request);
  const results = all.map((own): [string, OffPolicyResult] => {
    const { candidate } = own.where;
    const result = resultOf(own, all[0]!, responses.get(own.where.request.histories)!);
    const isWeighed = [own, all[0]!].every(({ where }) => where.request === request);
    const hasControl = result.difference !== null && isWeighed;
    return [candidate.name, { ...result, controlVariate: hasControl ? controlVariateOf(candidate) : null }];
  });
  return {
    ...{ unit: request.unit, units: histories.units, decisions: histories.actions.length },
    ...heldBackOf(request, all),
    ...{ estimand: request.estimand, subject: candidates[0]!.name, resamples: settings.resamples },
    ...certaintyOf(request, all[0]!, loggedMean(request)),
    policies: Object.fromEntries(results),
  };
}
