/** Why a decision is what it is, in words that a person at the customer's side can read. */
import type { Model } from '../agents/model';
import { objectionTo } from '../agents/unsupported';
import { reasonAgainst } from '../dataset/decisions/bars';
import type { Decided } from './decide';

export const BEST = 'best allowed';
export const TRIED = 'tried, to learn of it';

/** Why the log does not support an action, as far as that is the same in every row. */
function unsupportedReasons({ actions, support }: Pick<Model, 'actions' | 'support'>): readonly string[] {
  return actions.map((_, action) => {
    if (support === undefined) return '';
    const { customers, leastCustomers, leastProbability, leastOfLikeliest, unit } = support;
    // How likely it is changes with the row: what is left where the log has enough of it is that it is too rare there.
    const objection = objectionTo(support, action, -Infinity, 0);
    if (objection === 'never logged') return objection;
    if (objection === 'too few')
      return `logged ${unit === 'row' ? 'in' : 'for'} ${customers[action]!} ${unit}${customers[action] === 1 ? '' : 's'}, fewer than ${leastCustomers}`;
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
  const count = model.actions.length;
  const reasonOf = barredReasons(model, decided);
  const texts = new Texts(model.actions);
  const better: number[] = [];
  return (row) => {
    const taken = actions[row]!;
    if (taken !== best[row]) return TRIED;
    const first = row * count;
    const value = values[first + taken]!;
    better.length = 0;
    for (let action = 0; action < count; action += 1)
      if (values[first + action]! > value) better.push(action);
    if (better.length === 0) return BEST;
    // Whatever is better than what is done, and was not tried, is barred.
    if (better.length > 1) better.sort((one, other) => values[first + other]! - values[first + one]!);
    return texts.of(better, (action) => reasonOf(row, action)!);
  };
}

/** Texts that many rows have in common, put together once. */
class Texts {
  readonly #names: readonly string[];
  readonly #ofActions: readonly Map<string, string>[];
  /** What follows a text, by the text that follows. */
  readonly #joined = new Map<string, Map<string, string>>();

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#ofActions = names.map(() => new Map<string, string>());
  }

  of(barred: readonly number[], reasonOf: (action: number) => string): string {
    let text = '';
    for (const action of barred) {
      const one = this.#one(action, reasonOf(action));
      text = text === '' ? one : this.#join(text, one);
    }
    return text;
  }

  #one(action: number, reason: string): string {
    const known = this.#ofActions[action]!.get(reason);
    if (known !== undefined) return known;
    const text = `${this.#names[action]!} barred: ${reason}`;
    this.#ofActions[action]!.set(reason, text);
    return text;
  }

  #join(text: string, more: string): string {
    let after = this.#joined.get(text);
    if (after === undefined) this.#joined.set(text, (after = new Map<string, string>()));
    let joined = after.get(more);
    if (joined === undefined) after.set(more, (joined = `${text}; ${more}`));
    return joined;
  }
}
