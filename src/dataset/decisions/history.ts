/** Features made of a customer's own earlier decisions: running totals that know nothing of this one or of later ones. */
import type { NumberKind, RawColumn } from '../contacts/contact-log';
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

/** What one history makes of a customer's decisions, one after the other: of a whole log, or of one customer's past. */
interface HistoryFollower {
  readonly kind: NumberKind;
  /** Another customer begins. */
  readonly reset: () => void;
  /** @param time milliseconds, never less than before */
  readonly add: (time: number, action: number, reward: number) => void;
  /** @param columns one for each of its features, of which `row` is written */
  readonly write: (now: number, columns: readonly Float64Array[], row: number) => void;
}

function contactsByChannel(contacts: number): HistoryFollower {
  const counts = new Float64Array(contacts);
  return {
    kind: 'count',
    reset: () => counts.fill(0),
    add: (_time, action) => {
      if (action > 0) counts[action - 1]! += 1;
    },
    write: (_now, columns, row) => {
      for (let contact = 0; contact < contacts; contact += 1) columns[contact]![row] = counts[contact]!;
    },
  };
}

function daysSinceLastContact(): HistoryFollower {
  let last = NaN;
  return {
    kind: 'days-since',
    reset: () => {
      last = NaN;
    },
    add: (time, action) => {
      if (action !== 0) last = time;
    },
    write: (now, [column], row) => {
      column![row] = (now - last) / DAY;
    },
  };
}

/** What earlier decisions earned, as far as it was known: an outcome counts once its window has passed. */
function earlierReward(window: number): HistoryFollower {
  let [times, rewards]: [number[], number[]] = [[], []];
  let [sum, known] = [0, 0];
  return {
    kind: 'number',
    reset: () => {
      [times, rewards, sum, known] = [[], [], 0, 0];
    },
    add: (time, _action, reward) => {
      times.push(time);
      rewards.push(reward);
    },
    write: (now, [column], row) => {
      for (; known < times.length && times[known]! + window <= now; known += 1) sum += rewards[known]!;
      column![row] = sum;
    },
  };
}

/** Names of the columns that one history makes. */
function columnNames(history: History, actions: readonly string[]): readonly string[] {
  return history === 'contacts by channel' ? actions.slice(1).map((name) => `earlier ${name}`) : [history];
}

/** What its columns are, in their order, for who has to give them. */
function columnMeanings(
  history: History,
  window: LogSchema['window'],
  actions: readonly string[],
): readonly string[] {
  switch (history) {
    case 'contacts by channel':
      return actions.slice(1).map((name) => `contacts by ${name} before this decision, ever`);
    case 'days since last contact':
      return ['days since the last contact of any kind, null where there was none'];
    case 'earlier reward':
      return [`what earlier decisions earned, each from ${window} after it on`];
  }
}

/** The columns that `historyColumns` makes, by name, and what each one is, for who has to give it. */
export function historyMeanings(
  { history = [], window }: Pick<LogSchema, 'history' | 'window'>,
  actions: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    history.flatMap((one) => {
      const meanings = columnMeanings(one, window, actions);
      return columnNames(one, actions).map((name, i) => [name, meanings[i]!] as const);
    }),
  );
}

/** How many columns `historyColumns` makes. */
export function historyWidth(histories: readonly History[], actions: readonly string[]): number {
  return histories.flatMap((history) => columnNames(history, actions)).length;
}

/** Features of a customer's past, which is told decision by decision. */
export interface FollowedHistory extends Pick<HistoryFollower, 'reset' | 'add'> {
  /** What the features of the decision at `now` are, written into row `row` of the columns. */
  readonly write: (now: number, row: number) => void;
  /** [rows] each */
  readonly columns: readonly RawColumn[];
}

/**
 * @param rows of the columns
 * @param actions names by index
 * @param window milliseconds until an outcome is known; 0 where the schema names none
 */
export function followedHistory(
  rows: number,
  histories: readonly History[],
  actions: readonly string[],
  window: number,
): FollowedHistory {
  const make: Readonly<Record<History, () => HistoryFollower>> = {
    'contacts by channel': () => contactsByChannel(actions.length - 1),
    'days since last contact': daysSinceLastContact,
    'earlier reward': () => earlierReward(window),
  };
  const all = histories.map((history) => {
    const follower = make[history]();
    const names = columnNames(history, actions);
    return { follower, names, values: names.map(() => new Float64Array(rows)) };
  });
  return {
    reset: () => all.forEach(({ follower }) => follower.reset()),
    add: (time, action, reward) => all.forEach(({ follower }) => follower.add(time, action, reward)),
    write: (now, row) => all.forEach(({ follower, values }) => follower.write(now, values, row)),
    columns: all.flatMap(({ follower: { kind }, names, values }) =>
      names.map((name, i) => ({ name, kind, values: values[i]! })),
    ),
  };
}

/** The features of every decision. @see followedHistory */
export function historyColumns(
  { count, firsts, times, actions, rewards }: OrderedDecisions,
  histories: readonly History[],
  names: readonly string[],
  window: number,
): readonly RawColumn[] {
  const { reset, add, write, columns } = followedHistory(count, histories, names, window);
  if (columns.length === 0) return [];
  for (let i = 0; i < count; i += 1) {
    if (firsts[i] === i) reset();
    else add(times[i - 1]!, actions[i - 1]!, rewards[i - 1]!);
    write(times[i]!, i);
  }
  return columns;
}
