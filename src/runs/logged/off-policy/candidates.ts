/** The policies of an evaluation on a log: the one that is judged, and what it is compared with. */
import type { Scaling } from '../../../agents/model';
import { scaleObservations } from '../../../agents/scaling';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { probabilitiesOn } from '../../../evaluate/logged/chunks';
import {
  chanceTargeting,
  learnedTargeting,
  type TargetingPolicy,
} from '../../../evaluate/logged/targeting/baselines';
import { crossFitted } from '../../../evaluate/logged/targeting/cross-fit';
import type { TargetingRows } from '../../../evaluate/logged/targeting/response-model';
import { meanShares } from '../../../evaluate/logged/targeting/scores';
import type { Folds } from '../../../evaluate/off-policy/folds';
import { shapeOfHistories, type ShapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { ofDecisions } from '../../../evaluate/off-policy/unit-sums';
import type { JudgedCandidate } from '../../../evaluate/off-policy/request';
import { constantPolicy } from '../../../policies/constant';
import type { Policy } from '../../../policies/policy';
import { keepAllowed } from '../../../rl/action-probabilities';
import { policyNamed } from '../../policy-named';
import { featureScaling, type LogToJudge, type RowsOfLog } from './log-to-judge';

/** [n] what later decisions of the customer brought, discounted to this one */
function laterRewards({ discounts }: ShapeOfHistories, rewards: Float64Array): Float64Array {
  const later = new Float64Array(rewards.length);
  for (let i = rewards.length - 2; i >= 0; i -= 1)
    later[i] = discounts[i]! * (rewards[i + 1]! + later[i + 1]!);
  return later;
}

/** @param scaling that of the rows that are learned from: coefficients mean the same on others only under it */
function targetingRows({ rows }: RowsOfLog, shape: ShapeOfHistories, scaling: Scaling): TargetingRows {
  return {
    observations: scaleObservations(rows.observations, scaling),
    ...{ width: rows.features.length, actionCount: rows.actions.length },
    allowed: rows.allowed ?? null,
    ...{ actions: rows.loggedActions, rewards: rows.rewards },
    laterRewards: laterRewards(shape, rows.rewards),
    sampleWeights: shape.sampleWeights,
  };
}

/** Policies that need no learning. */
function plainPolicies({ actions }: LoggedRows, isLogged: readonly boolean[]): Policy[] {
  const logged = isLogged.filter((is) => is).length;
  return [
    { ...constantPolicy(actions, 0), description: 'contacts nobody' },
    ...actions
      .slice(1)
      .map((action, i) => ({ ...constantPolicy(actions, i + 1), description: `${action} for everybody` })),
    {
      name: 'uniform',
      description: 'every action that was logged among the decisions that are judged, equally likely',
      probabilities: ({ allowed }, out) => {
        for (let at = 0; at < out.length; at += 1) out[at] = isLogged[at % actions.length]! ? 1 / logged : 0;
        keepAllowed(actions.length, allowed, out);
      },
    },
  ];
}

function learned(
  { learnedFrom, contacts }: LogToJudge,
  rows: TargetingRows,
  shape: ShapeOfHistories,
  folds: Folds,
  contactShare: number,
  scaling: Scaling,
): TargetingPolicy[] {
  if (learnedFrom !== null) {
    const { log, decisions } = contacts;
    const fit = targetingRows(learnedFrom, shapeOfHistories(log, decisions, learnedFrom.decisions), scaling);
    return learnedTargeting(fit, rows, contactShare);
  }
  const foldOf = ofDecisions(shape, folds.of);
  return crossFitted(rows, foldOf, (fit, own) => learnedTargeting(fit, own, contactShare));
}

const LOGGED = {
  ...{ name: 'logged', description: 'what was done', role: 'logged' as const, probabilities: null },
  isFixed: true,
};

async function plainTargeting(rows: LoggedRows, isLogged: readonly boolean[]): Promise<JudgedCandidate[]> {
  const result: JudgedCandidate[] = [];
  for (const policy of plainPolicies(rows, isLogged)) {
    const { name, description } = policy;
    const probabilities = await probabilitiesOn(rows, policy);
    result.push({ name, description, role: 'baseline', probabilities, isFixed: true });
  }
  return result;
}

/** The subject first, then all others. @param reference [n, actions] what the subject would do, if it is no baseline's name */
function withSubject(
  subject: Policy | string,
  reference: Float64Array,
  isFixed: boolean,
  policies: readonly JudgedCandidate[],
): JudgedCandidate[] {
  const baselines: JudgedCandidate[] = [LOGGED, ...policies];
  if (typeof subject === 'string') {
    const own = policyNamed(subject, baselines);
    return [own, ...baselines.filter((one) => one !== own)];
  }
  const { name, description } = subject;
  const role = name === 'model' ? 'model' : 'baseline';
  return [{ name, description, role, probabilities: reference, isFixed }, ...baselines];
}

/** Those that need nothing to be learned. */
export async function plainCandidates(
  { judged: { rows }, isFixed }: LogToJudge,
  subject: Policy | string,
  isLogged: readonly boolean[],
): Promise<JudgedCandidate[]> {
  return withSubject(subject, new Float64Array(0), isFixed, await plainTargeting(rows, isLogged));
}

/**
 * What is compared. Policies of chance and of scores contact as many as the one that is judged; where that is one of
 * them, as many as the log did.
 */
export async function candidatesOf(
  log: LogToJudge,
  subject: Policy | string,
  shape: ShapeOfHistories,
  clone: Float64Array,
  folds: Folds,
  isLogged: readonly boolean[],
): Promise<JudgedCandidate[]> {
  const { rows } = log.judged;
  const reference = typeof subject === 'string' ? clone : await probabilitiesOn(rows, subject);
  const scaling = featureScaling((log.learnedFrom ?? log.judged).rows);
  const targeting = targetingRows(log.judged, shape, scaling);
  const contactShare = 1 - meanShares(reference, rows.actions.length, shape.sampleWeights)[0]!;
  const made = [
    ...learned(log, targeting, shape, folds, contactShare, scaling),
    ...chanceTargeting(targeting, reference, clone),
  ];
  return withSubject(subject, reference, log.isFixed, [
    ...(await plainTargeting(rows, isLogged)),
    ...made.map((policy) => ({ ...policy, role: 'baseline' as const, isFixed: false })),
  ]);
}
