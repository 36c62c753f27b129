/** What a log says a policy would earn, beside every baseline, and the verdict. */
import { pause } from '../../../core/pause';
import { Random } from '../../../core/random';
import { reordered } from '../../../dataset/contacts/row-order';
import { measuresOf } from '../../../evaluate/logged/measures';
import { historyDoubts, logDoubts, propensityDoubts, unsureOf } from '../../../evaluate/off-policy/doubts';
import { FEWEST_UNITS, foldsOf } from '../../../evaluate/off-policy/folds';
import { frontierOf, type FrontierPoint, type FrontierPolicy } from '../../../evaluate/off-policy/frontier';
import { judgePolicies } from '../../../evaluate/off-policy/judge-policies';
import { outcomeModels } from '../../../evaluate/off-policy/outcome-models';
import { propensityCard } from '../../../evaluate/off-policy/propensity-card';
import type { JudgedCandidate, OffPolicyRequest } from '../../../evaluate/off-policy/request';
import type { OffPolicy, OffPolicyResult } from '../../../evaluate/off-policy/result';
import type { OffPolicySettings } from '../../../evaluate/off-policy/settings';
import { loggedActions } from '../../../evaluate/off-policy/support';
import {
  segmentDifferences,
  type SegmentDifferences,
  type Segmentation,
} from '../../../evaluate/off-policy/segment-differences';
import { offPolicyVerdict } from '../../../evaluate/off-policy/verdict';
import type { Verdict } from '../../../evaluate/verdict';
import type { Policy } from '../../../policies/policy';
import type { Host } from '../../host';
import { behaviourOf } from './behaviour';
import { candidatesOf, nameOf, unaskedCandidates } from './candidates';
import { actingSide } from './acting-side';
import { scaledFeatures, type LogToJudge } from './log-to-judge';
import { judgingProgress } from './progress';

export interface JudgeSettings {
  readonly offPolicy: OffPolicySettings;
  /** What No Action that was never logged is assumed to be worth. */
  readonly noActionReward?: number | undefined;
  /** @default logged, or no-action where that is judged */
  readonly against?: Policy | string | undefined;
  /** @default 0 */
  readonly margin?: number | undefined;
  /** Further policies of one's own. @default none */
  readonly beside?: readonly Policy[];
  /** The same values at other prices, at decisions where policies may act; valued alone, compared with nobody. @default none */
  readonly frontier?: readonly FrontierPolicy[] | undefined;
  /** One of those beside it that the subject is compared with for its own sake, and segment by segment. @default none */
  readonly paired?: PairedQuestion | undefined;
}

export interface PairedQuestion {
  /** Name of a policy beside the subject. */
  readonly against: string;
  /** By every decision of the log; null where nothing divides its customers. */
  readonly segmentation: Segmentation | null;
}

type JudgedShape = Pick<OffPolicy, 'unit' | 'units' | 'decisions' | 'estimand'>;

export interface LogJudgement {
  readonly offPolicy: OffPolicy;
  readonly verdict: Verdict;
  /** Empty where nobody asked for one, or too little is judged. */
  readonly frontier: readonly FrontierPoint[];
  /** null likewise, and where nothing divides the customers */
  readonly segments: SegmentDifferences | null;
}

/** Of a handful of customers nothing is estimated. */
function unjudged(
  candidates: readonly JudgedCandidate[],
  what: JudgedShape,
  settings: OffPolicySettings,
): OffPolicy {
  const reasons = [`expected at least ${FEWEST_UNITS} ${what.unit}s to judge on, got ${what.units}`];
  const nothing = { identified: false, reasons, doubts: reasons, effectiveSampleSize: null, support: null };
  const results = candidates.map(({ name, role, description }): [string, OffPolicyResult] => [
    name,
    {
      ...{ role, description, ...nothing, disagreement: false, estimates: {}, value: null, metrics: {} },
      ...{ parts: null, assumption: null, difference: null, controlVariate: null },
    },
  ]);
  return {
    ...what,
    ...{ behaviour: null, subject: candidates[0]!.name, resamples: settings.resamples },
    guarantee: { level: settings.level, low: null, high: null, hcope: null, reason: reasons[0]! },
    ...{ sensitivity: null, permutedControl: null },
    policies: Object.fromEntries(results),
  };
}

/** @param some indices of the decisions that are judged */
async function segmentsOf(
  request: OffPolicyRequest,
  paired: PairedQuestion | undefined,
  some: Int32Array,
  doubts: readonly string[],
): Promise<SegmentDifferences | null> {
  const { against, segmentation = null } = paired ?? {};
  if (against === undefined || segmentation === null) return null;
  const here = { ...segmentation, of: reordered(segmentation.of, some) };
  return segmentDifferences(request, [request.candidates[0]!.name, against], here, doubts);
}

/**
 * @param subject the policy that is judged: a model, rules, or a baseline by its name
 * @throws InputError where `subject` or `against` is a name, and no other policy's
 */
export async function judgeOffPolicy(
  log: LogToJudge,
  subject: Policy | string,
  {
    offPolicy: settings,
    noActionReward,
    against = subject === 'logged' ? 'no-action' : 'logged',
    margin = 0,
    beside = [],
    frontier = [],
    paired,
  }: JudgeSettings,
  host: Host,
): Promise<LogJudgement> {
  const { contacts, findings } = log;
  const planned = paired === undefined ? [] : [paired.against];
  const request = { against: nameOf(against), margin, settings, findings, planned };
  const { log: columns, decisions, schema } = contacts;
  const random = Random.fromSeed(settings.seed).fork('off-policy');
  const judged = actingSide(contacts, log.judged);
  const { shape, estimand } = judged;
  const here = (side: Policy | string) => (typeof side === 'string' ? side : judged.policy(side));
  const sides = { subject: here(subject), against: here(against), beside: beside.map(judged.policy) };
  const isLogged = loggedActions(shape);
  const what: JudgedShape = {
    ...{ unit: columns.customers === null ? 'row' : 'customer', units: shape.units },
    ...{ decisions: judged.decisions.length, estimand },
  };
  const acting = { ...log, judged };
  if (shape.units < FEWEST_UNITS) {
    const offPolicy = unjudged(await unaskedCandidates(acting, sides, isLogged), what, settings);
    return { offPolicy, verdict: offPolicyVerdict(offPolicy, request), frontier: [], segments: null };
  }
  const folds = foldsOf(shape.units, random.fork('folds'));
  const features = scaledFeatures(judged.rows);
  // Fits take seconds: whoever wants an end is heard between them.
  await pause();
  const { source, fits, histories, clone } = behaviourOf(
    contacts,
    judged,
    shape,
    features,
    folds,
    isLogged,
    random,
  );
  await pause();
  const candidates = await candidatesOf(acting, sides, shape, clone, folds, isLogged);
  const { onProgress, stop } = judgingProgress(frontier.length + candidates.length, settings.resamples, host);
  try {
    const asked: OffPolicyRequest = {
      ...{ histories, source, candidates, isLogged, settings, random, folds },
      against: request.against,
      declared: { rewards: schema.rewardRange ?? null, horizon: schema.horizon ?? null },
      doubts: [...propensityDoubts(findings, source), ...historyDoubts(histories, estimand)],
      unsure: unsureOf(
        findings,
        decisions.leftOut['no later row with its outcome'].length,
        log.mayOverlap ?? false,
      ),
      ...{ estimand, unit: what.unit },
      onProgress: (stage, done) => onProgress(stage, stage === 'policies' ? frontier.length + done : done),
      ...{ actions: columns.actions, noActionReward },
      measures: measuresOf(columns, decisions, judged.decisions),
      models: outcomeModels({ histories, features, width: judged.rows.features.length, folds, random }),
      heldBack: judged.heldBack,
    };
    const points = await frontierOf(asked, frontier, (done) => onProgress('policies', done));
    const values = await judgePolicies(asked);
    const card = propensityCard(histories, settings.floor);
    const doubts = logDoubts(findings, source);
    const segments = await segmentsOf(asked, paired, judged.decisions, doubts);
    const offPolicy: OffPolicy = { ...values, behaviour: { source, fits, card }, doubts };
    return { offPolicy, verdict: offPolicyVerdict(offPolicy, request), frontier: points, segments };
  } finally {
    stop();
  }
}
