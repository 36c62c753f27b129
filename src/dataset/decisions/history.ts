/** Features made of a customer's own earlier decisions: running totals that know nothing of this one or of later ones. */
import type { RawColumn } from '../contacts/contact-log';
import { DAY } from '../schema/lengths-of-time';
import type { History, LogSchema } from '../schema/log-schema';

/** Decisions in order of customer and time. */
export interface OrderedDecisions {
  readonly count: number;
  /** [n] where the customer's first decision is; decisions of one customer lie together */
  readonly firsts: Int32Array;
  /** [n] milliseconds */
  readonly times: Float64Array;
  readonly actions: Int32Array;
  readonly rewards: Float64Array;
}

function contactsByChannel(
  { count, firsts, actions }: OrderedDecisions,
  names: readonly string[],
): RawColumn[] {
  return names.slice(1).map((name, index) => {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      if (firsts[i] === i) continue;
      values[i] = values[i - 1]! + (actions[i - 1] === index + 1 ? 1 : 0);
    }
    return { name: `earlier ${name}`, kind: 'count', values };
  });
}

function daysSinceLastContact({ count, firsts, times, actions }: OrderedDecisions): RawColumn {
  const values = new Float64Array(count);
  let last = NaN;
  for (let i = 0; i < count; i += 1) {
    if (firsts[i] === i) last = NaN;
    values[i] = (times[i]! - last) / DAY;
    if (actions[i] !== 0) last = times[i]!;
  }
  return { name: 'days since last contact', kind: 'days-since', values };
}

/** What earlier decisions earned, as far as it was known: an outcome counts once its window has passed. */
function earlierReward({ count, firsts, times, rewards }: OrderedDecisions, window: number): RawColumn {
  const values = new Float64Array(count);
  let sum = 0;
  let known = 0;
  for (let i = 0; i < count; i += 1) {
    if (firsts[i] === i) {
      sum = 0;
      known = i;
    }
    while (known < i && times[known]! + window <= times[i]!) {
      sum += rewards[known]!;
      known += 1;
    }
    values[i] = sum;
  }
  return { name: 'earlier reward', kind: 'number', values };
}

/** The columns that `historyColumns` makes, by name, and what each one is, for who has to give it. */
export function historyMeanings(
  { history = [], window }: Pick<LogSchema, 'history' | 'window'>,
  actions: readonly string[],
): ReadonlyMap<string, string> {
  const meanings: Readonly<Record<History, readonly (readonly [string, string])[]>> = {
    'contacts by channel': actions
      .slice(1)
      .map((name) => [`earlier ${name}`, `contacts by ${name} before this decision, ever`]),
    'days since last contact': [
      ['days since last contact', 'days since the last contact of any kind, null where there was none'],
    ],
    'earlier reward': [['earlier reward', `what earlier decisions earned, each from ${window} after it on`]],
  };
  return new Map(history.flatMap((one) => meanings[one]));
}

/** How many columns `historyColumns` makes. */
export function historyWidth(histories: readonly History[], actions: readonly string[]): number {
  return historyMeanings({ history: histories }, actions).size;
}

/**
 * @param actions names by index
 * @param window milliseconds until an outcome is known; 0 where the schema names none
 */
export function historyColumns(
  decisions: OrderedDecisions,
  histories: readonly History[],
  actions: readonly string[],
  window: number,
): RawColumn[] {
  const make: Readonly<Record<History, () => RawColumn[]>> = {
    'contacts by channel': () => contactsByChannel(decisions, actions),
    'days since last contact': () => [daysSinceLastContact(decisions)],
    'earlier reward': () => [earlierReward(decisions, window)],
  };
  return histories.flatMap((history) => make[history]());
}
