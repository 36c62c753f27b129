/** What in a log limits what can be learned or concluded from it, said before anyone trusts a number. */
import { show } from '../../core/errors';
import { rowCount, type LoggedRows } from '../../dataset/logged-rows';
import { distinctStates } from '../../env/distinct-states';
import { FAR, usualLimit } from '../../stats/outliers';
import { negativeRowCount } from './matched-actions';

/** Something in the data that limits what can be concluded, with the numbers that show it. */
export interface DataWarning {
  readonly code: string;
  readonly message: string;
}

/**
 * Rows (of each of two kinds) below which a pattern is not worth a warning: ten rows of each kind lie in order by
 * chance once in 184,756 tries.
 */
const FEWEST_ROWS = 10;
/** Share of rows with a state of their own from which equal states are taken for chance. */
const ALMOST_ALL = 0.95;

function decimals(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} rows (${decimals((100 * part) / whole)} %)`;
}

/** [actions] rows per logged action */
function actionCounts(rows: LoggedRows): number[] {
  const counts = rows.actions.map(() => 0);
  for (const action of rows.loggedActions) counts[action]! += 1;
  return counts;
}

interface Range {
  low: number;
  high: number;
}

/** Range of a feature over the rows logged with each action: [actions] */
function featureRanges(rows: LoggedRows, feature: number): Range[] {
  const ranges = rows.actions.map(() => ({ low: Infinity, high: -Infinity }));
  const width = rows.features.length;
  rows.loggedActions.forEach((action, row) => {
    const value = rows.observations[row * width + feature]!;
    const range = ranges[action]!;
    range.low = Math.min(range.low, value);
    range.high = Math.max(range.high, value);
  });
  return ranges;
}

/** A rule on one feature that holds on all rows of one action and on no other row; null if there is none. */
function separatingRule(ranges: readonly Range[], action: number): string | null {
  const own = ranges[action]!;
  const others = ranges.filter((_, other) => other !== action);
  const below = Math.max(...others.map(({ high }) => high));
  const above = Math.min(...others.map(({ low }) => low));
  if (!(own.low > below || own.high < above)) return null;
  if (own.low === own.high) return `= ${decimals(own.low)}`;
  return own.low > below ? `>= ${decimals(own.low)}` : `<= ${decimals(own.high)}`;
}

/** Prefers a rule of one value: `= 0` says more than `>= 0.2`. */
function actionInState(rows: LoggedRows, counts: readonly number[]): DataWarning[] {
  const total = rowCount(rows);
  const candidates = counts.flatMap((count, action) =>
    count >= FEWEST_ROWS && total - count >= FEWEST_ROWS ? [action] : [],
  );
  return rows.features.flatMap((feature, index) => {
    const ranges = featureRanges(rows, index);
    const rules = candidates.flatMap((action) => {
      const rule = separatingRule(ranges, action);
      return rule === null ? [] : [{ rule, action: rows.actions[action]! }];
    });
    const best = rules.find(({ rule }) => rule.startsWith('= ')) ?? rules[0];
    if (best === undefined) return [];
    return [
      {
        code: 'action-in-state',
        message:
          `${feature} ${best.rule} exactly where ${best.action} was logged: the state contains the logged action, ` +
          'so a model can repeat the log without learning what pays',
      },
    ];
  });
}

interface StateCounts {
  /** Different states. */
  readonly distinct: number;
  /** States that occur more than once. */
  readonly repeated: number;
  /** States that occur with more than one action. */
  readonly shared: number;
}

function stateCounts(rows: LoggedRows): StateCounts {
  const { stateOf, count } = distinctStates(rows.observations, rows.features.length);
  const actionOf = new Int32Array(count).fill(-1);
  const visits = new Int32Array(count);
  const isShared = new Uint8Array(count);
  stateOf.forEach((state, row) => {
    const action = rows.loggedActions[row]!;
    if (visits[state]! > 0 && actionOf[state] !== action) isShared[state] = 1;
    actionOf[state] = action;
    visits[state]! += 1;
  });
  const repeated = visits.reduce((states, times) => states + (times > 1 ? 1 : 0), 0);
  return { distinct: count, repeated, shared: isShared.reduce((sum, one) => sum + one, 0) };
}

/** With continuous features hardly a state comes twice; the few that do say nothing about overlap. */
function noRepeatedStates(total: number, { distinct, repeated }: StateCounts): DataWarning {
  const found =
    repeated === 0
      ? `no state occurs twice (${total} rows, ${distinct} different states)`
      : `hardly a state occurs twice (${total} rows, ${distinct} different states, ${repeated} of which occur again)`;
  return {
    code: 'no-repeated-states',
    message: `${found}: whether another action was ever tried in the same situation cannot be read from equal states`,
  };
}

/** Whether equal states show that other actions were tried too. */
function overlap(rows: LoggedRows, counts: readonly number[]): DataWarning[] {
  if (counts.filter((count) => count > 0).length < 2) return [];
  const total = rowCount(rows);
  const states = stateCounts(rows);
  const { distinct, repeated, shared } = states;
  if (repeated < FEWEST_ROWS) {
    const continuous = total >= FEWEST_ROWS && distinct >= ALMOST_ALL * total;
    return continuous ? [noRepeatedStates(total, states)] : [];
  }
  if (shared > 0) return [];
  return [
    {
      code: 'no-overlap',
      message:
        `no state occurs with more than one action (0 of ${distinct} different states, ${repeated} of which occur ` +
        'again): the log does not show what another action would have earned',
    },
  ];
}

function unloggedActions(rows: LoggedRows, counts: readonly number[]): DataWarning[] {
  const total = rowCount(rows);
  const perRow = rows.rewards.reduce((sum, reward) => sum + reward, 0) / total;
  return counts.flatMap((count, action) => {
    if (count > 0) return [];
    const breakEven =
      action === 0
        ? `: its value is an assumption; contacting every row as logged breaks even with leaving every row alone ` +
          `at ${decimals(perRow)} per skipped row`
        : '';
    return [
      { code: 'unlogged-action', message: `${rows.actions[action]!} never occurs in the log${breakEven}` },
    ];
  });
}

/**
 * Rows where the contact earned what No Action is said to pay leave nothing to tell the two apart. Where No Action was
 * logged, what it pays is in the log.
 */
function equalRewards(rows: LoggedRows, counts: readonly number[], noActionReward: number): DataWarning[] {
  if (counts[0]! > 0) return [];
  const contacts = rows.rewards.filter((_, row) => rows.loggedActions[row] !== 0);
  const equal = contacts.filter((reward) => reward === noActionReward).length;
  const worse = contacts.filter((reward) => reward < noActionReward).length;
  if (equal <= worse) return [];
  const ofNegatives =
    noActionReward < 0 ? ` (and are ${equal} of the ${negativeRowCount(rows)} rewards below 0)` : '';
  return [
    {
      code: 'equal-rewards',
      message:
        `${share(equal, contacts.length)} earned ${noActionReward}, exactly what No Action is taken to pay` +
        `${ofNegatives}; ${worse} earned less: few rows give a reason to skip`,
    },
  ];
}

/** Most of the audit counts rows of a kind, and would be silent about a log of a few. */
function fewRows(rows: LoggedRows): DataWarning[] {
  const total = rowCount(rows);
  if (total >= 2 * FEWEST_ROWS) return [];
  const message =
    `${total} rows are too few to look for actions in the state, states without a second action, ` +
    `and actions in equal numbers or in order: ${FEWEST_ROWS} rows of each of two kinds are the fewest`;
  return [{ code: 'few-rows', message }];
}

/** Rewards so far beyond the others that a slip is likelier than a sale. */
function rewardOutliers({ rewards, lines }: LoggedRows): DataWarning[] {
  const limit = usualLimit(rewards);
  const beyond = Array.from(rewards.keys()).filter((row) => Math.abs(rewards[row]!) > limit);
  const [first] = beyond;
  if (first === undefined) return [];
  return [
    {
      code: 'reward-outliers',
      message:
        `${share(beyond.length, rewards.length)} earned more than ${FAR} times what any other row earned, first line ` +
        `${lines[first]!} with ${decimals(rewards[first]!)}: a slip? Rewards are scaled without them, sums have them`,
    },
  ];
}

/** Names of one action, as two programs or two people write it. */
function similarActions({ actions }: LoggedRows): DataWarning[] {
  const spellings = new Map<string, string[]>();
  for (const action of actions) {
    const key = action.toLowerCase().replace(/\s+/g, '');
    spellings.set(key, [...(spellings.get(key) ?? []), action]);
  }
  return [...spellings.values()].flatMap((names) =>
    names.length < 2
      ? []
      : [
          {
            code: 'similar-actions',
            message: `${names.map(show).join(' and ')} differ only in case or blanks, and count as ${names.length} actions`,
          },
        ],
  );
}

function balancedActions(counts: readonly number[]): DataWarning[] {
  const logged = counts.filter((count) => count > 0);
  const [first = 0] = logged;
  if (logged.length < 2 || first < FEWEST_ROWS || logged.some((count) => count !== first)) return [];
  return [
    {
      code: 'balanced-actions',
      message:
        `every logged action occurs exactly ${first} times (${decimals(100 / logged.length)} % each): the rows ` +
        'were chosen that way, so counts of contacts and cost are not those of the company',
    },
  ];
}

function sortedByAction(rows: LoggedRows, counts: readonly number[]): DataWarning[] {
  const logged = counts.filter((count) => count > 0);
  if (logged.length < 2 || Math.min(...logged) < FEWEST_ROWS) return [];
  const changes = rows.loggedActions.reduce(
    (sum, action, row) => sum + (row > 0 && action !== rows.loggedActions[row - 1] ? 1 : 0),
    0,
  );
  if (changes !== logged.length - 1) return [];
  const order = [...new Set(rows.loggedActions)].map((action) => show(rows.actions[action]));
  return [
    {
      code: 'sorted-by-action',
      message: `the rows are sorted by action (${order.join(', ')}): their order is not that of time, so shuffle them`,
    },
  ];
}

/**
 * Warnings about a log; none for a log that has none of these faults.
 *
 * @param rows all rows, in the order of the file
 * @param noActionReward what the training environment pays for No Action
 */
export function dataWarnings(rows: LoggedRows, noActionReward: number): readonly DataWarning[] {
  const counts = actionCounts(rows);
  return [
    ...fewRows(rows),
    ...actionInState(rows, counts),
    ...overlap(rows, counts),
    ...unloggedActions(rows, counts),
    ...similarActions(rows),
    ...rewardOutliers(rows),
    ...equalRewards(rows, counts, noActionReward),
    ...balancedActions(counts),
    ...sortedByAction(rows, counts),
  ];
}
