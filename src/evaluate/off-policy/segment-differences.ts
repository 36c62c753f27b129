/**
 * What a policy earns more than another one, segment by segment: each difference paired, on the same customers and the same
 * resamples of them, and all intervals wide enough to hold at once (Bonferroni), for of many segments one is ahead by chance.
 */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { bootstrap } from '../../stats/bootstrap';
import { levelOfEach, resamplesFor } from '../../stats/intervals-at-once';
import { differenceOf, tInterval, type Statistic } from '../../stats/statistic';
import type { Decision } from '../verdict';
import { policyDoubts } from './doubts';
import { applicable } from './estimators';
import { FEWEST_UNITS } from './folds';
import { gapsOf } from './gaps';
import type { Histories, JudgedPolicy } from './histories';
import { intervalsOf } from './judge-policies';
import { partOfHistories, partOfJudged } from './part-of-judged';
import { deciding, judgedBy } from './policy-values';
import type { JudgedCandidate, OffPolicyRequest } from './request';
import { responsesOf } from './responses';
import type { Intervals } from './result';
import { loggedActions, supportOf } from './support';

/** Which segment each decision is in. */
export interface Segmentation {
  /** The column that says so. */
  readonly column: string;
  readonly names: readonly string[];
  /** [n] index into `names` */
  readonly of: Int32Array;
}

/** One of the two policies in a segment. */
export interface ValueInSegment {
  readonly effectiveSampleSize: number;
  /** With Student's t interval at the level of one interval alone; null where it is not identified. */
  readonly value: Estimate | null;
}

export interface SegmentDifference {
  readonly name: string;
  /** Customers with a decision in it; one who changes segments is in several. */
  readonly units: number;
  readonly decisions: number;
  readonly subject: ValueInSegment | null;
  readonly other: ValueInSegment | null;
  /** Subject minus other, at the level that makes all hold at once; null where either is not identified. */
  readonly difference: Intervals | null;
  readonly decision: Decision;
  /** What forbids to conclude anything. */
  readonly doubts: readonly string[];
}

export interface SegmentDifferences {
  readonly column: string;
  /** At which all intervals hold at once. */
  readonly familyLevel: number;
  /** Differences that there are: as many share what may go wrong. */
  readonly family: number;
  readonly segments: readonly SegmentDifference[];
}

/** A policy on all decisions, as `partOfJudged` takes it. */
interface Whole {
  readonly name: string;
  readonly judged: JudgedPolicy;
}

interface Valued extends ValueInSegment {
  readonly estimator: string;
  readonly statistic: Statistic | null;
  readonly doubts: readonly string[];
}

function wholeOf(request: OffPolicyRequest, { name, probabilities }: JudgedCandidate): Whole {
  return { name, judged: judgedBy(request, probabilities!)(request.measures.get('reward')!) };
}

/** @param request with the histories of the segment */
function valuedIn(request: OffPolicyRequest, { name, judged }: Whole, places: Int32Array): Valued {
  const { histories, estimand, isLogged, settings, unit } = request;
  const here = partOfJudged(judged, histories, places);
  const support = supportOf(here, estimand, isLogged, settings.floor);
  const gaps = gapsOf(request, here.probabilities, support);
  const estimator = deciding(estimand, applicable(here, estimand));
  const statistic = gaps.length > 0 ? null : estimator.estimate(here);
  const isKnown = statistic !== null && Number.isFinite(statistic.value);
  const reasons =
    isKnown || gaps.length > 0 ? gaps : ['nobody in the log was treated as the policy would to the end'];
  const known = { identified: isKnown, reasons, support };
  return {
    ...{ estimator: estimator.name, effectiveSampleSize: support.effectiveSampleSize },
    statistic: isKnown ? statistic : null,
    value: isKnown ? tInterval(statistic, settings.level) : null,
    doubts: policyDoubts(name, known, responsesOf(histories, here.rewards), settings, unit),
  };
}

/** [segments] places of the decisions in each; a history is in the segment of its first decision. */
function placesIn(
  { units, starts, actions }: Histories,
  { names, of }: Segmentation,
  isWhole: boolean,
): Int32Array[] {
  const own = of.slice();
  for (let unit = 0; isWhole && unit < units; unit += 1)
    own.fill(of[starts[unit]!]!, starts[unit], starts[unit + 1]);
  const all = Int32Array.from(actions.keys());
  return names.map((_, segment) => all.filter((place) => own[place] === segment));
}

/** By an interval that holds beside all others. */
function decisionOf(difference: Intervals | null, doubts: readonly string[]): Decision {
  const { low = null, high = null } = difference?.interval ?? {};
  if (doubts.length > 0 || low === null || high === null) return 'cannot tell';
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'not shown better';
}

/** Both policies on the same resamples of the segment's customers. */
async function pairedDifference(
  subject: Valued,
  other: Valued,
  level: number,
  resamples: number,
  random: Random,
): Promise<Intervals | null> {
  if (subject.statistic === null || other.statistic === null) return null;
  const difference = differenceOf(subject.statistic, other.statistic);
  const [draws] = await bootstrap([difference], { resamples, random });
  return intervalsOf(subject.estimator, difference, draws!, level);
}

const shown = ({ effectiveSampleSize, value }: Valued): ValueInSegment => ({ effectiveSampleSize, value });

/** What is known of a segment before it is known of how many. */
interface Prepared extends Pick<SegmentDifference, 'name' | 'units' | 'decisions' | 'doubts'> {
  readonly pair: readonly [Valued, Valued] | null;
}

function prepared(
  request: OffPolicyRequest,
  wholes: readonly [Whole, Whole],
  name: string,
  places: Int32Array,
): Prepared {
  const histories = partOfHistories(request.histories, places);
  const size = { name, units: histories.units, decisions: places.length };
  if (histories.units < FEWEST_UNITS)
    return {
      ...size,
      doubts: [`expected at least ${FEWEST_UNITS} ${request.unit}s to judge on, got ${histories.units}`],
      pair: null,
    };
  const here = { ...request, histories, isLogged: loggedActions(histories) };
  const pair = wholes.map((whole) => valuedIn(here, whole, places)) as [Valued, Valued];
  return { ...size, doubts: [...new Set(pair.flatMap(({ doubts }) => doubts))], pair };
}

/**
 * @param request of the evaluation whose verdict it stands beside: its histories and models serve again
 * @param pair names of two of its candidates
 * @param doubts of the log as a whole
 */
export async function segmentDifferences(
  request: OffPolicyRequest,
  [subject, other]: readonly [subject: string, other: string],
  segmentation: Segmentation,
  doubts: readonly string[],
): Promise<SegmentDifferences> {
  const { candidates, histories, estimand, settings, random } = request;
  const wholes = [subject, other].map((one) =>
    wholeOf(
      request,
      candidates.find(({ name }) => name === one)!,
    ),
  ) as [Whole, Whole];
  const places = placesIn(histories, segmentation, estimand === 'history');
  const all = segmentation.names.flatMap((name, i) =>
    places[i]!.length === 0 ? [] : [prepared(request, wholes, name, places[i]!)],
  );
  const family = all.filter(({ pair }) => pair?.every(({ statistic }) => statistic !== null)).length;
  const level = levelOfEach(settings.level, family);
  const resamples = resamplesFor(level, settings.resamples);
  const stream = random.fork('segments');
  const segments: SegmentDifference[] = [];
  for (const { pair, doubts: own, ...size } of all) {
    const difference =
      pair && (await pairedDifference(pair[0], pair[1], level, resamples, stream.fork(size.name)));
    const against = [...new Set([...doubts, ...own])];
    segments.push({
      ...size,
      ...{ subject: pair && shown(pair[0]), other: pair && shown(pair[1]), difference },
      ...{ decision: decisionOf(difference, against), doubts: against },
    });
  }
  return { column: segmentation.column, familyLevel: settings.level, family, segments };
}
