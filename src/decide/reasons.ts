/** Why a decision is what it is, in words that a person at the customer's side can read. */
import type { Model } from '../agents/model';
import { reasonAgainst } from '../dataset/decisions/bars';
import type { Decided } from './decide';

export const BEST = 'best allowed';
export const TRIED = 'tried, to learn of it';

/** Why the log does not support an action, as far as that is the same in every row. */
function unsupportedReasons({ actions, support }: Pick<Model, 'actions' | 'support'>): readonly string[] {
  return actions.map((_, action) => {
    if (support === undefined) return '';
    const { customers, leastCustomers, leastProbability, leastOfLikeliest, unit } = support;
    const count = customers[action]!;
    if (count === 0) return 'never logged';
    if (count < leastCustomers)
      return `logged ${unit === 'row' ? 'in' : 'for'} ${count} ${unit}s, fewer than ${leastCustomers}`;
    const relative = leastOfLikeliest > 0 ? ` or ${leastOfLikeliest} of the likeliest` : '';
    return `logged too rarely where customers are like this one (less often than ${leastProbability}${relative})`;
  });
}

/**
 * @returns why an action may not be taken in a row, null where it may: eligibility or the rule that bars it, or what the
 * log lacks of it
 */
export function barredReasons(
  model: Pick<Model, 'actions' | 'support'>,
  { bars, supported }: Pick<Decided, 'bars' | 'supported'>,
): (row: number, action: number) => string | null {
  const unsupported = unsupportedReasons(model);
  const { length: count } = model.actions;
  return (row, action) => {
    const at = row * count + action;
    const barred = bars === null ? null : reasonAgainst(bars, at);
    if (barred !== null) return barred;
    return supported?.[at] === 0 ? unsupported[action]! : null;
  };
}

/** Whether no value between two places is larger. */
function isBest(values: Decided['values'], from: number, to: number, value: number): boolean {
  for (let at = from; at < to; at += 1) if (values[at]! > value) return false;
  return true;
}

/**
 * Of each row: that the best action was done, that another was tried, or which better ones were barred by what, the best
 * first, such as `call barred: at most 1 of call within 30d`.
 *
 * @param decided all that `decide` says
 */
export function decisionReasons(
  model: Pick<Model, 'actions' | 'support'>,
  decided: Decided,
): (row: number) => string {
  const { values, actions, best } = decided;
  const { actions: names } = model;
  const reasonOf = barredReasons(model, decided);
  const count = names.length;
  return (row) => {
    const taken = actions[row]!;
    if (taken !== best[row]) return TRIED;
    const first = row * count;
    if (isBest(values, first, first + count, values[first + taken]!)) return BEST;
    const valueOf = (action: number) => values[first + action]!;
    // Whatever is better than what is done, and was not tried, is barred.
    const barred = names.flatMap((name, action) => {
      const isBetter = valueOf(action) > valueOf(taken);
      return isBetter ? [{ name, value: valueOf(action), reason: reasonOf(row, action) }] : [];
    });
    barred.sort((one, other) => other.value - one.value);
    return barred.map(({ name, reason }) => `${name} barred: ${reason!}`).join('; ');
  };
}
