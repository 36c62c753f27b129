/** What a customer's own past says of a decision now: features made of it, and what contact rules bar because of it. */
import { InputError } from '../../core/errors';
import type { RawColumn } from '../contacts/contact-log';
import { milliseconds } from '../schema/lengths-of-time';
import type { LogSchema } from '../schema/log-schema';
import type { BarWriter } from './bars';
import { followedHistory } from './history';
import { compiledRules, type CellNow } from './rules';

/** Earlier decisions of one customer, in order of time. */
export interface Past {
  /** milliseconds since 1970 in UTC, or numbers of `timeUnit: step` */
  readonly times: ArrayLike<number>;
  /** Indices of actions; 0 is No Action. */
  readonly actions: ArrayLike<number>;
  /** What each earned, net of costs; NaN where that is not known. Absent where no feature asks for it. */
  readonly rewards?: ArrayLike<number> | undefined;
  /** File, line and column that should say what a decision earned; absent where that may stay unknown. */
  readonly rewardPlace?: ((i: number) => string) | undefined;
}

export const nothingBefore: Past = { times: [], actions: [] };

export interface PastReader {
  /** Features made of the past, [rows] each. */
  readonly columns: readonly RawColumn[];
  /**
   * Writes the features of row `row`, and what rules bar there. Decisions later than `now` are passed over.
   *
   * @param cell what columns of the row say to opt-outs
   * @returns how many decisions were not later
   * @throws InputError for one whose window has passed, of which a log does not say what it earned
   */
  readonly read: (row: number, past: Past, now: number, cell: CellNow, bar: BarWriter) => number;
}

/** What a decision earned may be open as long as its window lasts. */
function expectRipeReward(
  { times, rewards, rewardPlace }: Past,
  i: number,
  now: number,
  window: number,
  schema: LogSchema,
): void {
  if (rewardPlace === undefined || rewards === undefined) return;
  if (!Number.isNaN(rewards[i]) || times[i]! + window > now) return;
  const since = window > 0 ? `, since its window of ${schema.window!} has passed` : '';
  throw new InputError(`${rewardPlace(i)}: expected a value${since}, got none`);
}

/**
 * The same features and rules as those of a log (`seenOf`), for rows whose customers' pasts are at hand.
 *
 * @param actions names by index; index 0 is No Action
 * @throws InputError for rules that name what is no contact
 */
export function pastReader(rows: number, schema: LogSchema, actions: readonly string[]): PastReader {
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  const history = followedHistory(rows, schema.history ?? [], actions, window);
  const rules = compiledRules(schema.rules ?? [], actions, schema.noAction);
  return {
    columns: history.columns,
    read: (row, past, now, cell, bar) => {
      const { times, actions: done, rewards } = past;
      history.reset();
      for (const rule of rules) rule.reset();
      let seen = 0;
      for (; seen < times.length && times[seen]! <= now; seen += 1) {
        expectRipeReward(past, seen, now, window, schema);
        history.add(times[seen]!, done[seen]!, rewards?.[seen] ?? NaN);
        for (const rule of rules) rule.add(times[seen]!, done[seen]!);
      }
      history.write(now, row);
      for (const rule of rules) rule.apply(now, cell, (action) => bar(row, action, rule.text));
      return seen;
    },
  };
}
