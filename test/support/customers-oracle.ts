/**
 * The customers world written a second time, slowly and from its settings alone: what happens to one customer in one
 * period, as a list of outcomes with their chances. It shares no table and no line with the simulator.
 */
import type { CustomersConfig } from '../../src/worlds/customers/settings';

export interface Customer {
  readonly preference: string;
  /** level */
  readonly interest: number;
  /** level */
  readonly fatigue: number;
}

export interface Outcome {
  readonly chance: number;
  /** Expected reward of the period, given this outcome; account currency. */
  readonly reward: number;
  /** null for whoever is gone */
  readonly next: Customer | null;
  readonly noticed: boolean;
  readonly clicked: boolean;
}

interface Reaction {
  readonly chance: number;
  readonly kind: 'ignores' | 'complains' | 'unsubscribes' | 'notices' | 'clicks' | 'buys';
}

function reactions(config: CustomersConfig, customer: Customer, action: string): Reaction[] {
  const channel = config.channels.find(({ name }) => name === action);
  if (channel === undefined) return [{ chance: 1, kind: 'ignores' }];
  const interest = customer.interest / (config.interest.levels - 1);
  const tired = customer.fatigue / (config.fatigue.levels - 1);
  const appeal = config.interest.response * (1 - interest) + interest;
  const annoyance = 1 + config.fatigue.annoyance * tired;
  const complains = channel.complaint * annoyance;
  const unsubscribes = channel.unsubscribe * annoyance;
  const fits = customer.preference === action ? 1 : config.offPreference;
  const notices =
    (1 - complains - unsubscribes) * channel.open * appeal * fits * (1 - config.fatigue.damping * tired);
  const clicks = notices * channel.click;
  const buys = clicks * channel.sale * appeal;
  return [
    { chance: 1 - complains - unsubscribes - notices, kind: 'ignores' },
    { chance: complains, kind: 'complains' },
    { chance: unsubscribes, kind: 'unsubscribes' },
    { chance: notices - clicks, kind: 'notices' },
    { chance: clicks - buys, kind: 'clicks' },
    { chance: buys, kind: 'buys' },
  ];
}

/** Next levels with their chances; levels stay in range. */
function levelsAfter(level: number, levels: number, moves: readonly (readonly [number, number])[]) {
  return moves.map(([by, chance]) => ({
    level: Math.max(0, Math.min(levels - 1, level + by)),
    chance,
  }));
}

function fatigueAfter(config: CustomersConfig, fatigue: number, action: string) {
  const weight = config.channels.find(({ name }) => name === action)?.fatigue ?? 0;
  const whole = Math.floor(weight);
  const rest = weight - whole;
  const { recovery, levels } = config.fatigue;
  return levelsAfter(fatigue, levels, [
    [whole, (1 - rest) * (1 - recovery)],
    [whole - 1, (1 - rest) * recovery],
    [whole + 1, rest * (1 - recovery)],
    [whole, rest * recovery],
  ]);
}

function interestAfter(config: CustomersConfig, interest: number, action: string, kind: string) {
  const { up, down, sated, levels } = config.interest;
  const lift = config.channels.find(({ name }) => name === action)?.lift ?? 0;
  const warms = kind === 'notices' || kind === 'clicks';
  const falls = kind === 'buys' ? down + sated : down;
  const rises = Math.min(1 - falls, warms ? up + lift : up);
  return levelsAfter(interest, levels, [
    [1, rises],
    [-1, falls],
    [0, 1 - rises - falls],
  ]);
}

/** Everything that may happen to a customer in a period. */
export function outcomes(config: CustomersConfig, customer: Customer, action: string): Outcome[] {
  const cost = config.channels.find(({ name }) => name === action)?.cost ?? 0;
  const organic = (config.interest.organic * customer.interest) / (config.interest.levels - 1);
  const list: Outcome[] = [];
  for (const { chance, kind } of reactions(config, customer, action)) {
    const noticed = ['notices', 'clicks', 'buys'].includes(kind);
    const clicked = kind === 'clicks' || kind === 'buys';
    const asked = { noticed, clicked };
    const spent = cost + (kind === 'complains' ? config.complaintCost : 0);
    if (kind === 'unsubscribes') {
      list.push({ ...asked, chance, reward: -spent, next: null });
      continue;
    }
    for (const sale of [true, false]) {
      const alone = kind === 'buys' ? (sale ? 1 : 0) : sale ? organic : 1 - organic;
      const reward = (sale ? config.sale.margin : 0) - spent;
      for (const moved of interestAfter(config, customer.interest, action, sale ? 'buys' : kind)) {
        for (const tired of fatigueAfter(config, customer.fatigue, action)) {
          const share = tired.level / (config.fatigue.levels - 1);
          const leaves = Math.min(1, config.churn + config.fatigue.churn * share * share);
          const both = chance * alone * moved.chance * tired.chance;
          const next = { ...customer, interest: moved.level, fatigue: tired.level };
          list.push({ ...asked, chance: both * (1 - leaves), reward, next });
          list.push({ ...asked, chance: both * leaves, reward, next: null });
        }
      }
    }
  }
  return list.filter(({ chance }) => chance > 0);
}

/** A new customer of each kind with its chance. */
export function newcomers(
  config: CustomersConfig,
): { readonly chance: number; readonly customer: Customer }[] {
  const total = config.segments.reduce((sum, { weight }) => sum + weight, 0);
  return config.segments.flatMap(({ weight, prefers }) => {
    const preferring = Object.values(prefers).reduce((sum, one) => sum + one, 0);
    return Object.entries(prefers).flatMap(([preference, one]) =>
      Array.from({ length: config.interest.levels }, (_, interest) => ({
        chance: ((weight / total) * (one / preferring)) / config.interest.levels,
        customer: { preference, interest, fatigue: 0 },
      })),
    );
  });
}

/** Values by plain recursion from one period to the next, when the best of these actions is taken; each asked once. */
export function slowValues(config: CustomersConfig, gamma: number, actions: readonly string[]) {
  const known = new Map<string, number>();
  const valueOf = (customer: Customer | null, periods: number): number => {
    if (customer === null || periods === 0) return 0;
    const key = JSON.stringify([customer, periods]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const values = actions.map((action) =>
      outcomes(config, customer, action).reduce(
        (sum, { chance, reward, next }) => sum + chance * (reward + gamma * valueOf(next, periods - 1)),
        0,
      ),
    );
    known.set(key, Math.max(...values));
    return Math.max(...values);
  };
  return valueOf;
}
