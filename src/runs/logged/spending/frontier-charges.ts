/** What actions are charged along the frontier: prices of cost, each with the prices at which channels keep to what they can do. */
import { leastUse, meanUse, sharesAt, someChoices, type Choices } from '../../../rl/choices';
import { shadowPrices } from '../../../rl/shadow-prices';
import type { Limits } from './limits';

export interface PricePoint {
  /** Of a unit of cost. */
  readonly price: number;
  /** [actions] what each is charged in all */
  readonly charges: readonly number[];
}

/** Steps from all that the values would spend down to the least. */
const STEPS = 8;
/** Decisions that say well enough where they lie. */
const DECISIONS = 5000;

type Frontier = Pick<Limits, 'limits' | 'costs'>;

const channelsOf = ({ limits }: Frontier) => limits.filter(({ channel }) => channel !== null);

/** Prices of cost at which equal steps less is spent, from 0 to the first at which no more can be saved. */
async function pricesOf(all: Choices, frontier: Frontier): Promise<number[]> {
  const { costs } = frontier;
  const [choices, channels] = [someChoices(all, DECISIONS), channelsOf(frontier)];
  const nothing = costs.map(() => 0);
  const free = await shadowPrices(choices, channels, nothing);
  const most = meanUse(sharesAt(choices, free.charges), costs);
  const least = leastUse(choices, costs);
  const prices = [0];
  for (let step = 1; step <= STEPS; step += 1) {
    const limit = { use: costs, most: most + ((least - most) * step) / STEPS };
    const found = await shadowPrices(choices, [...channels, limit], nothing);
    prices.push(found.prices.at(-1)!);
  }
  return prices;
}

/** @param choices that prices of channels are found on: each point keeps their limits there */
export async function frontierCharges(choices: Choices, frontier: Frontier): Promise<PricePoint[]> {
  const channels = channelsOf(frontier);
  const points: PricePoint[] = [];
  for (const price of new Set(await pricesOf(choices, frontier))) {
    const base = frontier.costs.map((cost) => price * cost);
    points.push({ price, charges: (await shadowPrices(choices, channels, base)).charges });
  }
  return points;
}
