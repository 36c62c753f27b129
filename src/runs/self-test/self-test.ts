/**
 * Do the estimators find a truth that is known? In the next-best-action world the best policy and its value are known
 * exactly. That policy, and one that a DQN has just learned, are judged on many logs that chance wrote, by every
 * estimator; counted is how often intervals contain what the policies really earn.
 */
import { Random } from '../../core/random';
import { version } from '../../core/version';
import { estimators } from '../../evaluate/off-policy/estimators';
import type { Policy } from '../../policies/policy';
import { nextBestAction } from '../../worlds/list';
import type { OpenWorld } from '../../worlds/world';
import type { Host } from '../host';
import { failuresOf, type Failure } from './acceptance';
import { recordOf, type CoveragePlan, type CoverageSetting, type LogRecord } from './coverage';
import { coverageOf, type Coverage } from './coverage-summary';
import { judgedOn, ofHistories, uniformLog } from './testbed';
import { trainedPolicy } from './trained-policy';
import { bestPolicy, trueValueBeside, type TrueValue } from './true-value';

export interface SelfTestRequest {
  /** Logs that each policy is judged on. */
  readonly logs: number;
  /** Customers of each. */
  readonly customers: number;
  readonly seed: number;
}

export interface TestedPolicy {
  readonly name: string;
  readonly description: string;
  readonly truth: TrueValue;
  readonly coverage: Coverage;
}

export interface SelfTest extends SelfTestRequest {
  readonly version: string;
  readonly environment: string;
  /** What a row of the logs is. */
  readonly convention: string;
  readonly policies: readonly TestedPolicy[];
  /** Estimators that have no place here, and why. */
  readonly leftOut: { readonly estimators: readonly string[]; readonly reason: string };
  /** What the DQN had to reach. */
  readonly learned: { readonly steps: number; readonly value: number; readonly atLeast: number };
  readonly failures: readonly Failure[];
  /** Whether no interval failed, and the DQN learned. */
  readonly passed: boolean;
}

/** Of the logs by which the bootstrap is judged too: each takes as long as six without. */
const BOOTSTRAP_SHARE = 0.1;
/** Fewer than `evaluate` makes of its one log; the ends of an interval vary somewhat more. */
const RESAMPLES = 400;
const LEVEL = 0.95;

/** A second or two; in the tests of learning every seed finds the best offers in as many. */
const TRAINING_STEPS = 10_000;
/** Of 13.0 purchases; always the same offer earns 4. */
const LEARNED = 12.5;
const TRUTH_CUSTOMERS = 50_000;

const CONVENTION =
  'a row is an offer; its reward is the purchases from the time step of the offer up to the next offer, those before the first offer counted with it';
const NOT_OF_HISTORIES =
  'they value single decisions, where what an offer earns hangs on the offers before it, which the log chose';

const ofDecisions = estimators.filter(({ estimand }) => estimand === 'decision');

/** Every policy on every log. @returns [policies][logs]; null if it was stopped */
async function recordsOf(
  settings: readonly CoverageSetting[],
  plan: CoveragePlan,
  host: Host,
): Promise<LogRecord[][] | null> {
  const records = settings.map((): LogRecord[] => []);
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'judging on logs', total: plan.logs, unit: 'logs' });
  try {
    for (let log = 0; log < plan.logs; log += 1) {
      for (const [i, setting] of settings.entries()) records[i]!.push(await recordOf(setting, plan, log));
      progress.update(log + 1, []);
      if (await stop.shouldStop()) return null;
    }
    return records;
  } finally {
    progress.stop();
    stop.release();
  }
}

/** How often intervals contain each policy's truth. */
async function tested(
  policies: readonly { readonly policy: Policy; readonly truth: TrueValue }[],
  world: OpenWorld,
  { logs, customers, seed }: SelfTestRequest,
  host: Host,
): Promise<TestedPolicy[] | null> {
  const bootstrapLogs = Math.ceil(BOOTSTRAP_SHARE * logs);
  const plan: CoveragePlan = { seed, logs, bootstrapLogs, resamples: RESAMPLES, level: LEVEL };
  const settings = policies.map(({ policy, truth }): CoverageSetting => ({
    ...{ name: policy.name, truth: truth.value, estimators: ofHistories },
    makeLog: async (random) => judgedOn(await uniformLog(world, customers, random), policy, random),
  }));
  const records = await recordsOf(settings, plan, host);
  if (records === null) return null;
  return policies.map(({ policy: { name, description }, truth }, i) => ({
    ...{ name, description, truth },
    coverage: coverageOf(settings[i]!, plan, records[i]!),
  }));
}

/** @returns null if it was stopped */
export async function selfTest(request: SelfTestRequest, host: Host): Promise<SelfTest | null> {
  const random = Random.fromSeed(request.seed).fork('self-test');
  const world = nextBestAction.open({});
  const best = await bestPolicy(world, random.fork('baselines'));
  const trained = await trainedPolicy(nextBestAction, { seed: request.seed, steps: TRAINING_STEPS }, host);
  if (trained === null) return null;
  const { policy, steps } = trained;
  try {
    const truth = await trueValueBeside(best, policy, world, TRUTH_CUSTOMERS, random.fork('truth'));
    const exact = { value: best.value, standardError: 0, source: 'exact' };
    const judged = [
      { policy: best.policy, truth: exact },
      { policy, truth },
    ];
    const policies = await tested(judged, world, request, host);
    if (policies === null) return null;
    const failures = failuresOf(policies.map(({ coverage }) => coverage));
    return {
      ...{ version, environment: nextBestAction.name, convention: CONVENTION, ...request, policies },
      leftOut: { estimators: ofDecisions.map(({ name }) => name), reason: NOT_OF_HISTORIES },
      learned: { steps, value: truth.value, atLeast: LEARNED },
      ...{ failures, passed: failures.length === 0 && truth.value >= LEARNED },
    };
  } finally {
    trained.dispose();
  }
}
