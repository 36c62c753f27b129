/** What a log says a policy would earn, beside every baseline, and the verdict. */
import { fitScaling, scaleObservations } from '../../agents/scaling';
import type { ProgressDisplay } from '../../core/progress';
import { Random } from '../../core/random';
import type { Finding } from '../../dataset/audit/finding';
import type { LoggedRows } from '../../dataset/logged-rows';
import { probabilitiesOn } from '../../evaluate/logged/chunks';
import { measuresOf } from '../../evaluate/logged/measures';
import {
  chanceTargeting,
  learnedTargeting,
  type TargetingPolicy,
} from '../../evaluate/logged/targeting/baselines';
import { crossFitted } from '../../evaluate/logged/targeting/cross-fit';
import type { TargetingRows } from '../../evaluate/logged/targeting/response-model';
import { meanShares } from '../../evaluate/logged/targeting/scores';
import { behaviourModel } from '../../evaluate/off-policy/behaviour-model';
import type { BehaviourSource } from '../../evaluate/off-policy/doubts';
import { foldsOf, type Folds } from '../../evaluate/off-policy/folds';
import type { Histories } from '../../evaluate/off-policy/histories';
import { estimandOf, shapeOfHistories, type ShapeOfHistories } from '../../evaluate/off-policy/histories-of';
import { judgePolicies } from '../../evaluate/off-policy/judge-policies';
import { outcomeModels } from '../../evaluate/off-policy/outcome-models';
import type { JudgedCandidate, OffPolicyRequest } from '../../evaluate/off-policy/request';
import type { OffPolicy } from '../../evaluate/off-policy/result';
import type { OffPolicySettings } from '../../evaluate/off-policy/settings';
import { offPolicyVerdict } from '../../evaluate/off-policy/verdict';
import type { Verdict } from '../../evaluate/verdict';
import { constantPolicy } from '../../policies/constant';
import type { Policy } from '../../policies/policy';
import { keepAllowed } from '../../rl/action-probabilities';
import { policyNamed } from '../evaluation';
import type { Host } from '../host';
import type { Contacts } from './loaded-log';

/** Rows that policies are asked about, and which decisions of the log they are. */
export interface RowsOfLog {
  readonly rows: LoggedRows;
  readonly decisions: Int32Array;
}

export interface LogToJudge {
  readonly contacts: Contacts;
  readonly findings: readonly Finding[];
  readonly judged: RowsOfLog;
  /** What baselines learn from; null where all rows are judged, so that each half learns from the other. */
  readonly learnedFrom: RowsOfLog | null;
}

export interface JudgeSettings {
  readonly offPolicy: OffPolicySettings;
  /** @default logged */
  readonly against?: string | undefined;
  /** @default 0 */
  readonly margin?: number | undefined;
}

/** Features of comparable scale for the models of the evaluation. */
function scaledFeatures({ observations, features }: LoggedRows): Float32Array {
  return scaleObservations(observations, fitScaling(observations, features.length, 0));
}

/** [n] what later decisions of the customer brought, discounted to this one */
function laterRewards({ discounts }: ShapeOfHistories, rewards: Float64Array): Float64Array {
  const later = new Float64Array(rewards.length);
  for (let i = rewards.length - 2; i >= 0; i -= 1)
    later[i] = discounts[i]! * (rewards[i + 1]! + later[i + 1]!);
  return later;
}

function targetingRows({ rows }: RowsOfLog, shape: ShapeOfHistories): TargetingRows {
  return {
    observations: scaledFeatures(rows),
    ...{ width: rows.features.length, actionCount: rows.actions.length },
    allowed: rows.allowed ?? null,
    ...{ actions: rows.loggedActions, rewards: rows.rewards },
    laterRewards: laterRewards(shape, rows.rewards),
    sampleWeights: shape.sampleWeights,
  };
}

/** [n] probability of the logged actions as the log has them; null where it has none, or not of all decisions */
function loggedPropensities({ log, decisions }: Contacts, some: Int32Array): Float64Array | null {
  const { propensities } = log;
  // Nobody chose what a calendar made, so that no probability of it can have been logged.
  if (propensities === null || decisions.made !== null) return null;
  return Float64Array.from(some, (i) => propensities[decisions.rows[i]!]!);
}

function loggedActionPropensities({ log, decisions }: Contacts, some: Int32Array): Float64Array | null {
  const { actionPropensities, actions } = log;
  if (actionPropensities === null || decisions.made !== null) return null;
  const width = actions.length;
  const result = new Float64Array(some.length * width);
  some.forEach((decision, i) => {
    const row = decisions.rows[decision]!;
    result.set(actionPropensities.subarray(row * width, (row + 1) * width), i * width);
  });
  return result;
}

interface Behaviour {
  readonly source: BehaviourSource;
  readonly histories: Histories;
  /** [n, actions] what a model of the log expects to be done */
  readonly clone: Float64Array;
}

/** What was never logged was never possible, as far as a model of the log can tell. @returns [n, actions] */
function possibleActions(
  { actions, allowed }: LoggedRows,
  n: number,
  isLogged: readonly boolean[],
): Uint8Array | null {
  if (isLogged.every((is) => is)) return allowed ?? null;
  const width = actions.length;
  return Uint8Array.from({ length: n * width }, (_, at) =>
    isLogged[at % width]! ? (allowed?.[at] ?? 1) : 0,
  );
}

function behaviourOf(
  { contacts, judged: { rows, decisions } }: LogToJudge,
  shape: ShapeOfHistories,
  features: Float32Array,
  folds: Folds,
  isLogged: readonly boolean[],
  random: Random,
): Behaviour {
  const allowed = possibleActions(rows, decisions.length, isLogged);
  const model = behaviourModel(
    { histories: shape, features, width: rows.features.length, allowed, folds },
    random.fork('behaviour'),
  );
  const { probabilities: clone } = model;
  const { actions, actionCount } = shape;
  const logged = loggedPropensities(contacts, decisions);
  if (logged !== null) {
    const actionPropensities = loggedActionPropensities(contacts, decisions);
    return { source: 'logged', clone, histories: { ...shape, propensities: logged, actionPropensities } };
  }
  const propensities = Float64Array.from(actions, (action, i) => clone[i * actionCount + action]!);
  return { source: 'estimated', clone, histories: { ...shape, propensities, actionPropensities: clone } };
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
      description: 'every action that was ever logged equally likely',
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
): TargetingPolicy[] {
  if (learnedFrom !== null) {
    const { log, decisions } = contacts;
    const fit = targetingRows(learnedFrom, shapeOfHistories(log, decisions, learnedFrom.decisions));
    return learnedTargeting(fit, rows, contactShare);
  }
  const foldOf = new Uint8Array(rows.actions.length);
  for (let unit = 0; unit < shape.units; unit += 1)
    foldOf.fill(folds.of[unit]!, shape.starts[unit], shape.starts[unit + 1]);
  return crossFitted(rows, foldOf, (fit, own) => learnedTargeting(fit, own, contactShare));
}

/**
 * What is compared. Policies of chance and of scores contact as many as the one that is judged; where that is one of
 * them, as many as the log did.
 */
async function candidatesOf(
  log: LogToJudge,
  subject: Policy | string,
  shape: ShapeOfHistories,
  clone: Float64Array,
  folds: Folds,
  isLogged: readonly boolean[],
): Promise<JudgedCandidate[]> {
  const { rows } = log.judged;
  const reference = typeof subject === 'string' ? clone : await probabilitiesOn(rows, subject);
  const targeting = targetingRows(log.judged, shape);
  const contactShare = 1 - meanShares(reference, rows.actions.length, shape.sampleWeights)[0]!;
  const plain: TargetingPolicy[] = [];
  for (const policy of plainPolicies(rows, isLogged)) {
    const { name, description } = policy;
    plain.push({ name, description, probabilities: await probabilitiesOn(rows, policy) });
  }
  const baselines: JudgedCandidate[] = [
    { name: 'logged', description: 'what was done', role: 'logged', probabilities: null },
    ...[
      ...plain,
      ...learned(log, targeting, shape, folds, contactShare),
      ...chanceTargeting(targeting, reference, clone),
    ].map((policy) => ({ ...policy, role: 'baseline' as const })),
  ];
  if (typeof subject === 'string') {
    const own = policyNamed(subject, baselines);
    return [own, ...baselines.filter((one) => one !== own)];
  }
  const { name, description } = subject;
  const role = name === 'model' ? 'model' : 'baseline';
  return [{ name, description, role, probabilities: reference }, ...baselines];
}

/** A bar for each stage of judging. */
function judgingProgress(
  policies: number,
  resamples: number,
  host: Host,
): { readonly onProgress: NonNullable<OffPolicyRequest['onProgress']>; readonly stop: () => void } {
  const totals = { policies, resamples };
  let stage: keyof typeof totals | null = null;
  let display: ProgressDisplay | null = null;
  return {
    onProgress(next, done) {
      if (next !== stage) {
        display?.stop();
        display = host.progress({ title: 'judging', total: totals[next], unit: next });
        stage = next;
      }
      display?.update(done, []);
    },
    stop: () => display?.stop(),
  };
}

export interface LogJudgement {
  readonly offPolicy: OffPolicy;
  readonly verdict: Verdict;
}

/**
 * @param subject the policy that is judged: a model, rules, or a baseline by its name
 * @throws InputError where `subject` or `against` is no policy's name
 */
export async function judgeOffPolicy(
  log: LogToJudge,
  subject: Policy | string,
  { offPolicy: settings, against = 'logged', margin = 0 }: JudgeSettings,
  host: Host,
): Promise<LogJudgement> {
  const { contacts, judged, findings } = log;
  const random = Random.fromSeed(settings.seed).fork('off-policy');
  const shape = shapeOfHistories(contacts.log, contacts.decisions, judged.decisions);
  const estimand = estimandOf(contacts.schema, shape);
  const folds = foldsOf(shape.units, random.fork('folds'));
  const features = scaledFeatures(judged.rows);
  const isLogged = contacts.log.actions.map(() => false);
  for (const action of contacts.decisions.actions) isLogged[action] = true;
  const { source, histories, clone } = behaviourOf(log, shape, features, folds, isLogged, random);
  const candidates = await candidatesOf(log, subject, shape, clone, folds, isLogged);
  const others = candidates.slice(1);
  policyNamed(against, others, '--against');
  const { onProgress, stop } = judgingProgress(candidates.length, settings.resamples, host);
  try {
    const offPolicy = await judgePolicies({
      ...{ histories, estimand, candidates, isLogged, settings, random, onProgress },
      unit: contacts.log.customers === null ? 'row' : 'customer',
      actions: contacts.log.actions,
      measures: measuresOf(contacts.log, contacts.decisions, judged.decisions),
      models: outcomeModels({ histories, features, width: judged.rows.features.length, folds, random }),
    });
    return {
      offPolicy,
      verdict: offPolicyVerdict(offPolicy, { against, margin, settings, findings, source }),
    };
  } finally {
    stop();
  }
}
