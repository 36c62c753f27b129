/**
 * Logs of the simulated company without the way over files: customers who are played side by side, some weeks as the
 * company always does, so that they differ in what was done and what came of it, then the weeks that are logged.
 */
import type { Random } from '../../src/core/random';
import type { VectorEnvironment } from '../../src/env/environment';
import { foldsOf, type Folds } from '../../src/evaluate/off-policy/folds';
import type { Histories } from '../../src/evaluate/off-policy/histories';
import { drawn, play } from '../../src/policies/play';
import type { Policy } from '../../src/policies/policy';
import { loggedEnvironment, type OpenWorld } from '../../src/worlds/world';

export interface Campaign {
  readonly world: OpenWorld;
  /** Who writes the log. */
  readonly behaviour: Policy;
  /** Weeks before the log begins. */
  readonly before: number;
  /** Weeks that are logged: decisions per customer at most, for who has left decides no more. */
  readonly weeks: number;
  /** Discount per week. */
  readonly gamma: number;
}

/** A log, and what was seen at each decision. */
export interface CampaignLog {
  readonly histories: Histories;
  /** [n] as booked */
  readonly rewards: Float64Array;
  /** [n, features] */
  readonly observations: Float32Array;
  /** [n, actions] */
  readonly allowed: Uint8Array;
  /** [n, features] on the world's own scale, for models */
  readonly features: Float32Array;
  readonly width: number;
  readonly folds: Folds;
}

/** One logged week of all lanes; what is an array of the environment's is a copy. */
interface Week {
  readonly observations: Float32Array;
  readonly allowed: Uint8Array;
  readonly chances: Float32Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  readonly last: Uint8Array;
}

/**
 * Plays all lanes from the first week on, and tells of those after the ones before the log. A lane whose customer leaves
 * early goes on with a new one: at the first logged week each lane holds one customer, of any tenure.
 */
async function weeksOf(
  { world, behaviour, before, weeks }: Campaign,
  environment: VectorEnvironment,
  policy: Policy,
  random: Random,
): Promise<Week[]> {
  const count = world.actions.length;
  let week = 0;
  let [chances, allowed] = [new Float32Array(0), new Uint8Array(0)];
  const watched: Pick<Policy, 'probabilities'> = {
    probabilities: async (decisions, out) => {
      await (week < before ? behaviour : policy).probabilities(decisions, out);
      if (week < before) return;
      chances = Float32Array.from(out);
      allowed = decisions.allowed?.slice() ?? new Uint8Array(environment.lanes * count).fill(1);
    },
  };
  const logged: Week[] = [];
  for await (const { observations, actions, step } of play(watched, environment, drawn(random))) {
    if (week >= before)
      logged.push({
        ...{ observations: observations.slice(), allowed, chances, actions: actions.slice() },
        ...{ rewards: step.rewards.slice(), last: step.last.slice() },
      });
    week += 1;
    if (week === before + weeks) break;
  }
  return logged;
}

/** [lanes] decisions of each customer: up to the one after which the customer was gone */
function lengthsOf(weeks: readonly Week[], lanes: number): Int32Array {
  return Int32Array.from({ length: lanes }, (_, lane) => {
    const end = weeks.findIndex(({ last }) => last[lane] === 1);
    return end < 0 ? weeks.length : end + 1;
  });
}

/** Rows of the lanes' weeks, lane after lane. @param write of one decision, at its place in the log */
function forEachDecision(
  lengths: Int32Array,
  write: (place: number, lane: number, week: number) => void,
): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  let place = 0;
  lengths.forEach((length, lane) => {
    for (let week = 0; week < length; week += 1, place += 1) write(place, lane, week);
    starts[lane + 1] = place;
  });
  return starts;
}

/** @param random source of everything in this log */
export async function campaignLog(
  campaign: Campaign,
  customers: number,
  random: Random,
): Promise<CampaignLog> {
  const { world, behaviour, gamma } = campaign;
  const environment = loggedEnvironment(world, customers, random.fork('environment'));
  const weeks = await weeksOf(campaign, environment, behaviour, random.fork('actions'));
  const lengths = lengthsOf(weeks, customers);
  const n = lengths.reduce((sum, length) => sum + length, 0);
  const [width, count] = [world.features.length, world.actions.length];
  const [observations, allowed] = [new Float32Array(n * width), new Uint8Array(n * count)];
  const actionPropensities = new Float64Array(n * count);
  const [actions, rewards] = [new Int32Array(n), new Float64Array(n)];
  const [worths, discounts] = [new Float64Array(n), new Float64Array(n)];
  const starts = forEachDecision(lengths, (place, lane, t) => {
    const week = weeks[t]!;
    observations.set(week.observations.subarray(lane * width, (lane + 1) * width), place * width);
    allowed.set(week.allowed.subarray(lane * count, (lane + 1) * count), place * count);
    actionPropensities.set(week.chances.subarray(lane * count, (lane + 1) * count), place * count);
    actions[place] = week.actions[lane]!;
    rewards[place] = week.rewards[lane]!;
    worths[place] = gamma ** t;
    discounts[place] = t + 1 < lengths[lane]! ? gamma : 0;
  });
  const scale = world.scaling?.observationScale ?? [];
  return {
    ...{ rewards, observations, allowed, width, folds: foldsOf(customers, random.fork('folds')) },
    features: observations.map((value, at) => value * (scale[at % width] ?? 1)),
    histories: {
      ...{ units: customers, starts, actionCount: count, actions, actionPropensities, worths, discounts },
      propensities: Float64Array.from(actions, (action, i) => actionPropensities[i * count + action]!),
      sampleWeights: new Float64Array(n).fill(1),
    },
  };
}

/** [customers] what each earns in the weeks of the log under a policy, discounted: in the mean of each week's luck. */
export async function playedValues(
  campaign: Campaign,
  policy: Policy,
  customers: number,
  random: Random,
): Promise<Float64Array> {
  const environment = campaign.world.make(customers, random.fork('environment'));
  const weeks = await weeksOf(campaign, environment, policy, random.fork('actions'));
  const sums = new Float64Array(customers);
  forEachDecision(lengthsOf(weeks, customers), (_, lane, week) => {
    sums[lane]! += campaign.gamma ** week * weeks[week]!.rewards[lane]!;
  });
  return sums;
}
