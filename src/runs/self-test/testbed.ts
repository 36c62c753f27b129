/**
 * Logs of a world in which every customer has as many decisions, written by chance, and policies judged on them. A
 * decision is a row: its action is its own, its reward what came from there up to the next decision of the customer, as
 * the world's step pays it.
 */
import type { Random } from '../../core/random';
import type { Estimator } from '../../evaluate/off-policy/estimator';
import { estimators } from '../../evaluate/off-policy/estimators';
import {
  importanceProducts,
  importanceRatios,
  type Histories,
  type JudgedPolicy,
} from '../../evaluate/off-policy/histories';
import { drawn, play } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import { uniformPolicy } from '../../policies/uniform';
import type { OpenWorld } from '../../worlds/world';
import { valuesByHistory } from './value-model';

/** Every estimator that has a place where histories are valued. */
export const ofHistories = estimators.filter(({ estimand }) => estimand === 'history') as [
  Estimator,
  ...Estimator[],
];

/** What was seen and may be done at each decision, customer by customer. */
interface Seen {
  /** [n, features] */
  readonly observations: Float32Array;
  /** [n, actions] */
  readonly allowed: Uint8Array | null;
}

export interface UniformLog extends Seen {
  readonly histories: Histories;
  /** [n] */
  readonly rewards: Float64Array;
}

/** One decision of all customers. */
interface Wave extends Seen {
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
}

async function waves(world: OpenWorld, policy: Policy, customers: number, random: Random): Promise<Wave[]> {
  let allowed: Uint8Array | null = null;
  const watched: Pick<Policy, 'probabilities'> = {
    probabilities: (decisions, out) => {
      allowed = decisions.allowed?.slice() ?? null;
      return policy.probabilities(decisions, out);
    },
  };
  const environment = world.make(customers, random.fork('environment'));
  const all: Wave[] = [];
  for await (const { observations, actions, step } of play(
    watched,
    environment,
    drawn(random.fork('actions')),
  )) {
    const kept = { observations: observations.slice(), allowed, actions: actions.slice() };
    all.push({ ...kept, rewards: step.rewards.slice() });
    if (!step.last.includes(1)) continue;
    if (step.last.includes(0)) throw new RangeError('testbed: expected histories of one length');
    break;
  }
  return all;
}

/** From [waves][customers, width] to [customers, waves, width]. */
function byCustomer<Numbers extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  parts: readonly Numbers[],
  customers: number,
  out: Numbers,
): Numbers {
  const width = out.length / (customers * parts.length);
  for (let customer = 0; customer < customers; customer += 1)
    parts.forEach((part, t) => {
      for (let j = 0; j < width; j += 1)
        out[(customer * parts.length + t) * width + j] = part[customer * width + j]!;
    });
  return out;
}

/** [n, actions] in double precision, as ratios are. */
async function probabilitiesOf(policy: Policy, seen: Seen, actionCount: number, n: number) {
  const out = new Float64Array(n * actionCount);
  await policy.probabilities(seen, out);
  return out;
}

/** What the policy that knows nothing did. */
export async function uniformLog(world: OpenWorld, customers: number, random: Random): Promise<UniformLog> {
  const policy = uniformPolicy(world.actions);
  const all = await waves(world, policy, customers, random);
  const [n, actionCount] = [customers * all.length, world.actions.length];
  const masks = all.flatMap(({ allowed }) => (allowed === null ? [] : [allowed]));
  const seen = {
    observations: byCustomer(
      all.map(({ observations }) => observations),
      customers,
      new Float32Array(n * world.features.length),
    ),
    allowed: masks.length === 0 ? null : byCustomer(masks, customers, new Uint8Array(n * actionCount)),
  };
  const actions = byCustomer(
    all.map((wave) => wave.actions),
    customers,
    new Int32Array(n),
  );
  const actionPropensities = await probabilitiesOf(policy, seen, actionCount, n);
  const last = (i: number) => (i + 1) % all.length === 0;
  return {
    ...seen,
    rewards: byCustomer(
      all.map(({ rewards }) => Float64Array.from(rewards)),
      customers,
      new Float64Array(n),
    ),
    histories: {
      ...{ units: customers, actionCount, actions, actionPropensities },
      starts: Int32Array.from({ length: customers + 1 }, (_, unit) => unit * all.length),
      propensities: Float64Array.from(actions, (action, i) => actionPropensities[i * actionCount + action]!),
      ...{ sampleWeights: new Float64Array(n).fill(1), worths: new Float64Array(n).fill(1) },
      discounts: Float64Array.from({ length: n }, (_, i) => (last(i) ? 0 : 1)),
    },
  };
}

/** The policy on the log, with values by what was done before where an estimator wants a model. */
export async function judgedOn(log: UniformLog, policy: Policy, random: Random): Promise<JudgedPolicy> {
  const { histories, rewards } = log;
  const probabilities = await probabilitiesOf(policy, log, histories.actionCount, rewards.length);
  const ratios = importanceRatios(histories, probabilities);
  const products = importanceProducts(histories, ratios);
  const judged = { histories, probabilities, ratios, products, rewards };
  return { ...judged, rewardModel: null, valueModel: valuesByHistory(judged, random.fork('values')) };
}
