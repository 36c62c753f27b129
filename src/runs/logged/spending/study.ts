/** What became of the limits of a model, and what its values would earn at other prices of cost. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import type { Model } from '../../../agents/model';
import type { FrontierPoint, FrontierPolicy } from '../../../evaluate/off-policy/frontier';
import { timesEstimate } from '../../../core/estimate';
import type { Spending, SpendingPoint } from '../../../evaluate/off-policy/spending';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { takenOn } from '../../../evaluate/off-policy/taken-on';
import { certainProbabilities, greedyActions } from '../../../rl/action-probabilities';
import { chargedValues } from '../../../rl/charged-values';
import type { Choices } from '../../../rl/choices';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { actingSide } from '../off-policy/acting-side';
import { choicesOn } from './choices';
import { frontierCharges, type PricePoint } from './frontier-charges';
import { limitsOf, type Limits } from './limits';
import { pricesOn } from './priced-model';
import type { SpendingSettings } from './settings';

export interface SpendingStudy {
  /** To be judged: those of the frontier, and where there are limits the best in hindsight after them. */
  readonly policies: readonly FrontierPolicy[];
  /** @param points what the policies came to; empty where too little is judged @param level of intervals */
  readonly report: (points: readonly FrontierPoint[], level: number) => Spending;
}

/** [n, actions] what is done at these charges */
function doneAt({ qValues, allowed }: Choices, charges: readonly number[]): Float64Array {
  const { length: actions } = charges;
  const out = new Float64Array(qValues.length);
  const chosen = greedyActions(chargedValues(qValues, charges), actions, allowed);
  certainProbabilities(chosen, actions, allowed, out);
  return out;
}

/** Policies at some prices of cost, the chosen one among them as it is. */
function frontierPolicies(
  points: readonly PricePoint[],
  chosen: PricePoint,
  costs: readonly number[],
  heldOut: Choices,
): FrontierPolicy[] {
  return [...points.filter(({ price }) => price !== chosen.price), chosen]
    .sort((a, b) => a.price - b.price)
    .map((point) => ({
      ...{ price: point.price, isChosen: point === chosen, costs },
      probabilities: () => doneAt(heldOut, point.charges),
    }));
}

const timesEach = (use: readonly number[], factor: number) => use.map((one) => factor * one);

/** What a unit of cost is charged: as was said, or as the budget asks. */
function priceOf({ limits, price }: Limits, prices: readonly number[]): number {
  const budget = limits.findIndex(({ channel }) => channel === null);
  return price ?? prices[budget] ?? 0;
}

function perDayOf(
  { cost, contacts }: Spending['perDecision'],
  decisionsPerDay: number | null,
): Spending['perDay'] {
  if (decisionsPerDay === null) return null;
  return { cost: timesEstimate(cost, decisionsPerDay), contacts: timesEstimate(contacts, decisionsPerDay) };
}

function withDay(point: FrontierPoint, decisionsPerDay: number | null): SpendingPoint {
  const spentPerDay = decisionsPerDay === null ? null : timesEstimate(point.spent, decisionsPerDay);
  return { ...point, spentPerDay };
}

/**
 * Prices are found again as they were when the model was saved: it says what actions are charged, not for what.
 *
 * @param model as it was saved, with its charges
 * @returns null of a log that says nothing of costs, where nothing was asked for
 */
export async function studySpending(
  asked: SpendingSettings | undefined,
  contacts: Contacts,
  { decisions: sides, test, validation }: LoggedSplits,
  model: Model,
): Promise<SpendingStudy | null> {
  const limits = limitsOf(asked, contacts);
  const { costs, decisionsPerDay } = limits;
  const isPriced = costs.some((cost) => cost > 0);
  if (!isPriced && limits.limits.length === 0) return null;
  const qFunction = new ModelQFunction(model);
  const side = { rows: validation(), decisions: sides.validation };
  const choices = await choicesOn(qFunction, contacts, side);
  // Where it is judged too: whoever was kept from contacts costs nothing whatever is decided.
  const judged = actingSide(contacts, { rows: test, decisions: sides.test });
  const heldOut = await choicesOn(qFunction, contacts, judged);
  qFunction.dispose();
  const found = await pricesOn(choices, limits);
  const price = priceOf(limits, found.prices);
  const charges = model.charges ?? costs.map(() => 0);
  const prices = isPriced ? await frontierCharges(choices, limits) : [];
  const frontier = frontierPolicies(prices, { price, charges }, costs, heldOut);
  const hindsight = limits.limits.length === 0 ? null : await pricesOn(heldOut, limits);
  return {
    policies: [
      ...frontier,
      ...(hindsight === null
        ? []
        : [
            {
              ...{ price: priceOf(limits, hindsight.prices), isChosen: false, costs },
              probabilities: () => doneAt(heldOut, hindsight.charges),
            },
          ]),
    ],
    report: (points, level) => {
      const done = doneAt(heldOut, charges);
      const taken = (use: readonly number[]) => takenOn(judged.shape, done, use, level);
      const pricedShape = shapeOfHistories(contacts.log, contacts.decisions, side.decisions);
      const donePriced = doneAt(choices, charges);
      const perDecision = {
        cost: taken(costs),
        contacts: taken(costs.map((_, action) => Math.sign(action))),
      };
      const own = points.slice(0, frontier.length);
      const best = points[frontier.length];
      return {
        ...{ decisionsPerDay, foundOn: sides.validation.length, price, isPriceGiven: limits.price !== null },
        limits: limits.limits.map(({ channel, asked: rate, use, decisions }, j) => ({
          ...{ channel, asked: rate, price: found.prices[j]!, isMet: found.isMet[j]! },
          found: found.used[j]! * decisions,
          foundInterval: takenOn(pricedShape, donePriced, timesEach(use, decisions), level),
          heldOut: taken(timesEach(use, decisions)),
        })),
        ...{ perDecision, perDay: perDayOf(perDecision, decisionsPerDay) },
        ...{ frontier: own.map((point) => withDay(point, decisionsPerDay)) },
        hindsight: best === undefined ? null : withDay(best, decisionsPerDay),
      };
    },
  };
}
