/** What became of the limits of a model, and what its values would earn at other prices of cost. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import type { Model } from '../../../agents/model';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { FrontierPoint, FrontierPolicy } from '../../../evaluate/off-policy/frontier';
import { takenOn, type Spending } from '../../../evaluate/off-policy/spending';
import { certainProbabilities, greedyActions } from '../../../rl/action-probabilities';
import { chargedValues } from '../../../rl/charged-values';
import { leastUse, meanUse, sharesAt, type Choices } from '../../../rl/choices';
import { chargesAt, shadowPrices } from '../../../rl/shadow-prices';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { choicesOn } from './choices';
import { limitsOf, type Limits } from './limits';
import { pricesOn } from './priced-model';
import type { SpendingSettings } from './settings';

export interface SpendingStudy {
  readonly frontier: readonly FrontierPolicy[];
  /** @param points those of the frontier, once they are judged @param level of intervals */
  readonly report: (points: readonly FrontierPoint[], level: number) => Spending;
}

/** Steps of the frontier, from all that its values would spend down to the least. */
const STEPS = 8;

/** Prices of cost at which equal steps less is spent, from 0 to the first at which no more can be saved. */
async function frontierPrices(
  choices: Choices,
  costs: readonly number[],
  base: readonly number[],
): Promise<number[]> {
  const most = meanUse(sharesAt(choices, base), costs);
  const least = leastUse(choices, costs);
  const found: number[] = [];
  for (let step = 0; step <= STEPS; step += 1) {
    const limit = { use: costs, most: most + ((least - most) * step) / STEPS };
    found.push(...(await shadowPrices(choices, [limit], base)).prices);
  }
  return found;
}

/** [n, actions] what is done at these charges */
function doneAt({ qValues, allowed }: Choices, charges: readonly number[]): Float64Array {
  const { length: actions } = charges;
  const out = new Float64Array(qValues.length);
  const chosen = greedyActions(chargedValues(qValues, charges), actions, allowed);
  certainProbabilities(chosen, actions, allowed, out);
  return out;
}

/** Charges but for those of cost: what frontiers of it start from. */
function channelCharges({ limits, costs }: Limits, prices: readonly number[]): number[] {
  return chargesAt(
    costs.map(() => 0),
    limits,
    prices.map((price, j) => (limits[j]!.channel === null ? 0 : price)),
  );
}

/**
 * Prices are found again as they were when the model was saved: it says what actions are charged, not for what.
 *
 * @param model as it was saved, with its charges
 */
export async function studySpending(
  asked: SpendingSettings | undefined,
  contacts: Contacts,
  splits: LoggedSplits,
  model: Model,
): Promise<SpendingStudy> {
  const { decisions: sides, test } = splits;
  const limits = limitsOf(asked, contacts);
  const { costs, price: given, decisionsPerDay } = limits;
  const qFunction = new ModelQFunction(model);
  const validation = { rows: splits.validation(), decisions: sides.validation };
  const choices = await choicesOn(qFunction, contacts, validation);
  const heldOut = await choicesOn(qFunction, contacts, { rows: test, decisions: sides.test });
  qFunction.dispose();
  const found = await pricesOn(choices, limits);
  const budget = limits.limits.findIndex(({ channel }) => channel === null);
  const price = given ?? (budget < 0 ? 0 : found.prices[budget]!);
  const own = model.charges ?? costs.map(() => 0);
  const base = channelCharges(limits, found.prices);
  const isPriced = costs.some((cost) => cost > 0);
  const prices = isPriced ? [...(await frontierPrices(choices, costs, base)), price] : [];
  const frontier = [...new Set(prices)]
    .sort((a, b) => a - b)
    .map((one): FrontierPolicy => {
      const charges = one === price ? own : base.map((charge, action) => charge + one * costs[action]!);
      return { price: one, isChosen: one === price, probabilities: () => doneAt(heldOut, charges) };
    });
  return {
    frontier,
    report: (points, level) => {
      const shape = shapeOfHistories(contacts.log, contacts.decisions, sides.test);
      const done = doneAt(heldOut, own);
      const taken = (use: readonly number[]) => takenOn(shape, done, use, level);
      return {
        ...{ decisionsPerDay, foundOn: sides.validation.length, price, isPriceGiven: given !== null },
        limits: limits.limits.map(({ channel, asked: rate, use, decisions }, j) => ({
          ...{ channel, asked: rate, price: found.prices[j]!, isMet: found.isMet[j]! },
          found: found.used[j]! * decisions,
          heldOut: taken(use.map((one) => one * decisions)),
        })),
        perDecision: {
          cost: taken(costs),
          contacts: taken(costs.map((_, action) => (action === 0 ? 0 : 1))),
        },
        frontier: points,
      };
    },
  };
}
