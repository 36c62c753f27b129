/** Logs without fault: actions drawn by the very probabilities that the rows give. */
import { Random } from '../../src/core/random';
import type { Row } from './audited';

/** What is known of a customer at a visit. */
export interface Visit {
  readonly customer: number;
  readonly age: number;
  readonly orders: number;
}

export interface Draw {
  readonly customers: number;
  readonly visits: number;
  /** Name and probability of each action. */
  readonly chances: (visit: Visit) => Readonly<Record<string, number>>;
  /** Whether a customer's first draw is kept for all visits. */
  readonly persists?: boolean;
  /** Share of the rows of an action that the log kept. */
  readonly kept?: (action: string) => number;
  /** Whether rows lack the columns of all actions' probabilities, which take their time where there are many. */
  readonly loggedAlone?: boolean;
  readonly seed: number;
}

/** The schema of drawn rows, which give the probability of the logged action alone. */
export const drawnSchema = {
  ...{ customer: 'id', time: 'day', timeUnit: 'days', action: 'channel', noAction: 'none' },
  ...{ reward: 'margin', propensity: 'p', weight: 'w', features: { age: 'number', orders: 'number' } },
};

/** The same where the rows give the probabilities of all actions. */
export function schemaOfAll(actions: readonly string[]) {
  const propensities = Object.fromEntries(actions.map((action) => [action, `p_${action}`]));
  return { ...drawnSchema, actions, propensity: undefined, propensities };
}

function drawnName(chances: Readonly<Record<string, number>>, random: Random): string {
  let left = random.uniform();
  const names = Object.keys(chances).filter((name) => chances[name]! > 0);
  return names.find((name) => (left -= chances[name]!) < 0) ?? names.at(-1)!;
}

/** @returns rows with `id, day, channel, p, w, age, orders, margin, may`, and `p_` with each action's name */
export function drawnRows({
  customers,
  visits,
  chances,
  persists = false,
  kept = () => 1,
  seed,
  loggedAlone = false,
}: Draw): Row[] {
  const random = Random.fromSeed(seed);
  const rows: Row[] = [];
  for (let customer = 0; customer < customers; customer += 1) {
    const age = 20 + random.integer(10);
    const orders = random.integer(4);
    let channel: string | undefined;
    for (let day = 0; day < visits; day += 1) {
      const probabilities = chances({ customer, age, orders });
      if (!persists || channel === undefined) channel = drawnName(probabilities, random);
      const margin = Math.round(1000 * random.uniform()) / 100;
      if (random.uniform() >= kept(channel)) continue;
      const all = Object.entries(probabilities);
      rows.push({
        ...{ id: `c${customer}`, day, channel, p: probabilities[channel]!, w: 1 / kept(channel) },
        ...{ age, orders, margin },
        may: all.flatMap(([name, p]) => (p > 0 ? [name] : [])).join(';'),
        ...(loggedAlone ? {} : Object.fromEntries(all.map(([name, p]) => [`p_${name}`, p]))),
      });
    }
  }
  return rows;
}
