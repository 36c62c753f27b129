/** What policies really earn in a world, by long simulation: what every estimate from its log can be held against. */
import type { Random } from '../../core/random';
import { rollout, type EpisodeResults } from '../../evaluate/simulated/rollout';
import { constantPolicy } from '../../policies/constant';
import type { Policy } from '../../policies/policy';
import { moments } from '../../stats/moments';
import { loggedEnvironment, type OpenWorld } from '../../worlds/world';

export interface TrueValue {
  readonly value: number;
  readonly standardError: number;
}

const metrics = [
  'totalReward',
  'discountedReward',
  'rewardPerPeriod',
  'costPerPeriod',
  'contactsPerPeriod',
  'periods',
] as const;

/** Per customer, or per customer and period. */
export type TrueValues = Readonly<Record<(typeof metrics)[number], TrueValue>>;

export interface Truth {
  /** Discount per decision of `discountedReward`. */
  readonly gamma: number;
  /** Customers simulated for each policy. */
  readonly episodes: number;
  /** Decisions of a customer that the values are of, as the log has them; null where they are of whole episodes. */
  readonly periods: number | null;
  /** The same in words. */
  readonly over: string;
  /** `behaviour` wrote the log; the others always do the same, or nothing where they may not. */
  readonly policies: Readonly<Record<string, TrueValues>>;
}

function valuesOf(results: EpisodeResults): TrueValues {
  const entries = metrics.map((metric) => {
    const { count, mean, variance } = moments(results[metric]);
    return [metric, { value: mean, standardError: Math.sqrt(variance / count) }] as const;
  });
  return Object.fromEntries(entries) as unknown as TrueValues;
}

function overOf(periods: number | null): string {
  if (periods === null) return 'over whole episodes';
  return periods === 1 ? 'over the first decision' : `over the first ${periods} decisions`;
}

/** @param onProgress told the customers simulated so far, of all policies together */
export async function trueValues(
  world: OpenWorld,
  behaviour: Policy,
  { gamma, episodes, periods }: Pick<Truth, 'gamma' | 'episodes' | 'periods'>,
  random: Random,
  onProgress: (episodes: number) => void,
): Promise<Truth> {
  const { actions, constantActions = actions.map((_, action) => action) } = world;
  const constants = constantActions.map((action) => constantPolicy(actions, action));
  const policies = [{ ...behaviour, name: 'behaviour' }, ...constants];
  const values: [string, TrueValues][] = [];
  for (const [index, policy] of policies.entries()) {
    const results = await rollout(policy, (lanes, stream) => loggedEnvironment(world, lanes, stream), {
      ...{ episodes, gamma, random, ...(periods !== null && { periods }) },
      onProgress: (done) => onProgress(index * episodes + done),
    });
    values.push([policy.name, valuesOf(results)]);
  }
  return { gamma, episodes, periods, over: overOf(periods), policies: Object.fromEntries(values) };
}

/** How many policies' values a truth holds, for progress. */
export function truthPolicies({ actions, constantActions }: OpenWorld): number {
  return 1 + (constantActions ?? actions).length;
}
