/**
 * The published lines of the sales-channel study: what a policy would have kept of the logged rewards. They say how
 * far a policy agrees with the log where the log did well, not what the policy would earn: a row where it chooses
 * another contact adds 0, which is not a value, only a gap in the data.
 *
 * @see lodist, "Deep Reinforcement Learning for Sales Channel Contact Optimization"
 */
import type { LoggedRows } from '../../dataset/logged-rows';

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

/**
 * Sums of one policy over the rows of a log, in expectation over its choices. Work of one policy: a step per row where
 * it chooses without chance, a step per row and action where it may toss a coin.
 */
export class LineSums {
  readonly #rows: LoggedRows;
  readonly #channels: readonly ChannelCounts[];
  /** [actions] */
  readonly #timesChosen: Float64Array;
  #reward = 0;
  #negativeRewards = 0;

  constructor(rows: LoggedRows) {
    this.#rows = rows;
    this.#channels = rows.actions.map(() => ({ rows: 0, negatives: 0, skips: 0, wins: 0, losses: 0 }));
    this.#timesChosen = new Float64Array(rows.actions.length);
  }

  /**
   * @param chosen [n] the action taken on the rows from `first` on
   * @throws RangeError for an action outside the list, naming the row
   */
  addChosen(first: number, chosen: ArrayLike<number>): void {
    const actions = this.#timesChosen.length;
    for (let i = 0; i < chosen.length; i += 1) {
      const action = chosen[i]!;
      if (!(action >= 0 && action < actions)) {
        throw new RangeError(`row ${first + i}: expected an action in 0..${actions - 1}, got ${action}`);
      }
      this.#timesChosen[action]! += 1;
      this.#addRow(first + i, action === 0 ? 1 : 0, action === this.#rows.loggedActions[first + i] ? 1 : 0);
    }
  }

  /** @param probabilities [n, actions] on the rows from `first` on */
  addProbabilities(first: number, probabilities: ArrayLike<number>): void {
    const actions = this.#timesChosen.length;
    for (let at = 0, row = first; at < probabilities.length; at += actions, row += 1) {
      for (let action = 0; action < actions; action += 1) {
        this.#timesChosen[action]! += probabilities[at + action]!;
      }
      this.#addRow(row, probabilities[at]!, probabilities[at + this.#rows.loggedActions[row]!]!);
    }
  }

  /** @param skip, matched probability of No Action, and of what was logged */
  #addRow(row: number, skip: number, matched: number): void {
    const earned = this.#rows.rewards[row]!;
    const channel = this.#channels[this.#rows.loggedActions[row]!]!;
    this.#reward += matched * earned;
    channel.rows += 1;
    channel.skips += skip;
    if (earned < 0) {
      this.#negativeRewards += matched;
      channel.negatives += 1;
      channel.wins += skip;
    } else if (earned > 0) {
      channel.losses += skip;
    }
  }

  /** Ratios are those of expectations. */
  lines(): MatchedActionLines {
    const { actions, actionCosts } = this.#rows;
    const reward = this.#reward;
    const contacts = sum(this.#timesChosen.subarray(1));
    const cost = sum(actionCosts.map((price, action) => price * this.#timesChosen[action]!));
    // A logged No Action that is repeated is neither won nor lost: no contact was saved.
    const skipped = this.#channels.slice(1).map((counts, i) => channelSkips(actions[i + 1]!, counts));
    return {
      reward,
      contacts,
      cost,
      rewardPerContact: contacts === 0 ? null : reward / contacts,
      costPerRewardPoint: reward === 0 ? null : cost / reward,
      negativeRewards: this.#negativeRewards,
      noActions: this.#timesChosen[0]!,
      noActionWins: sum(skipped.map(({ wins }) => wins)),
      noActionLosses: sum(skipped.map(({ losses }) => losses)),
      expectedChanceWins: sum(skipped.map(({ expectedChanceWins }) => expectedChanceWins)),
      channels: skipped,
    };
  }
}
