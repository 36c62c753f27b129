/**
 * The published lines of the sales-channel study: what a policy would have kept of the logged rewards. They say how
 * far a policy agrees with the log where the log did well, not what the policy would earn: a row where it chooses
 * another contact adds 0, which is not a value, only a gap in the data.
 *
 * @see lodist, "Deep Reinforcement Learning for Sales Channel Contact Optimization"
 */
import { expectLength } from '../core/shape';
import { rowCount, type LoggedRows } from '../dataset/logged-rows';

/** The published lines of one policy on one set of rows. */
export interface MatchedActionLines {
  /** Sum of the logged rewards of the rows where the policy chose what was logged. */
  readonly reward: number;
  readonly contacts: number;
  readonly cost: number;
  /** null where there is no contact */
  readonly rewardPerContact: number | null;
  /** null where the reward is 0 */
  readonly costPerRewardPoint: number | null;
  readonly negativeRewards: number;
  readonly noActions: number;
  /** Rows left alone whose logged contact earned less than 0. */
  readonly noActionWins: number;
  /** Rows left alone whose logged contact earned more than 0. */
  readonly noActionLosses: number;
  /** Wins to expect if the same number of rows per channel had been left alone at random. */
  readonly expectedChanceWins: number;
  /** The chance line of each channel: rows logged with it, how many were left alone, and how well. */
  readonly channels: readonly ChannelSkips[];
}

export interface ChannelSkips {
  readonly channel: string;
  readonly rows: number;
  readonly skips: number;
  readonly wins: number;
  readonly losses: number;
  readonly expectedChanceWins: number;
}

export interface MatchedActions {
  readonly rows: number;
  /** Logged rewards below 0 among these rows: what `negativeRewards` is out of. */
  readonly negativeRows: number;
  readonly policies: Readonly<Record<string, MatchedActionLines>>;
}

interface ChannelCounts {
  rows: number;
  negatives: number;
  skips: number;
  wins: number;
  losses: number;
}

function channelSkips(channel: string, counts: ChannelCounts): ChannelSkips {
  const { rows, negatives, skips, wins, losses } = counts;
  const expectedChanceWins = rows === 0 ? 0 : (skips * negatives) / rows;
  return { channel, rows, skips, wins, losses, expectedChanceWins };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** How likely the policy is to choose an action on a row; 0 or 1 for one that does not toss coins. */
type ChoiceProbability = (row: number, action: number) => number;

/** The lines in expectation over the policy's choices; ratios are those of expectations. */
function expectedLines(rows: LoggedRows, probability: ChoiceProbability): MatchedActionLines {
  const channels = rows.actions.map(() => ({ rows: 0, negatives: 0, skips: 0, wins: 0, losses: 0 }));
  const timesChosen = new Float64Array(rows.actions.length);
  let reward = 0;
  let negativeRewards = 0;
  for (let row = 0; row < rowCount(rows); row += 1) {
    const logged = rows.loggedActions[row]!;
    const earned = rows.rewards[row]!;
    const channel = channels[logged]!;
    const skip = probability(row, 0);
    const matched = probability(row, logged);
    for (let action = 0; action < timesChosen.length; action += 1) {
      timesChosen[action]! += probability(row, action);
    }
    reward += matched * earned;
    channel.rows += 1;
    channel.skips += skip;
    if (earned < 0) {
      negativeRewards += matched;
      channel.negatives += 1;
      channel.wins += skip;
    } else if (earned > 0) {
      channel.losses += skip;
    }
  }
  const contacts = sum(timesChosen.subarray(1));
  const cost = sum(rows.actionCosts.map((price, action) => price * timesChosen[action]!));
  // A logged No Action that is repeated is neither won nor lost: no contact was saved.
  const skipped = channels.slice(1).map((counts, i) => channelSkips(rows.actions[i + 1]!, counts));
  return {
    reward,
    contacts,
    cost,
    rewardPerContact: contacts === 0 ? null : reward / contacts,
    costPerRewardPoint: reward === 0 ? null : cost / reward,
    negativeRewards,
    noActions: timesChosen[0]!,
    noActionWins: sum(skipped.map(({ wins }) => wins)),
    noActionLosses: sum(skipped.map(({ losses }) => losses)),
    expectedChanceWins: sum(skipped.map(({ expectedChanceWins }) => expectedChanceWins)),
    channels: skipped,
  };
}

/**
 * The published lines of a policy that chose one action per row.
 *
 * @param chosenActions [rows] index into `rows.actions`
 * @throws ShapeError unless there is one choice per row
 */
export function matchedActionLines(rows: LoggedRows, chosenActions: Int32Array): MatchedActionLines {
  expectLength('chosenActions', chosenActions, rowCount(rows));
  return expectedLines(rows, (row, action) => (chosenActions[row] === action ? 1 : 0));
}

/** The published lines to expect of choosing every action with equal probability: no draw, no noise. */
export function uniformActionLines(rows: LoggedRows): MatchedActionLines {
  const probability = 1 / rows.actions.length;
  return expectedLines(rows, () => probability);
}

/** Logged rewards below 0. */
export function negativeRowCount(rows: LoggedRows): number {
  return rows.rewards.reduce((count, reward) => count + (reward < 0 ? 1 : 0), 0);
}
