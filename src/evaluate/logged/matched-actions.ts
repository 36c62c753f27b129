/** Judges policies on logged rows by the published lines. */
import { rowCount, type LoggedRows } from '../../dataset/logged-rows';
import type { Policy } from '../../policies/policy';
import { decisionChunks } from './chunks';
import { LineSums, type MatchedActionLines } from './line-sums';

export interface MatchedActions {
  readonly rows: number;
  /** Logged rewards below 0 among these rows: what `negativeRewards` is out of. */
  readonly negativeRows: number;
  readonly policies: Readonly<Record<string, MatchedActionLines>>;
}

async function linesOf(log: LoggedRows, policy: Policy): Promise<MatchedActionLines> {
  const sums = new LineSums(log);
  for (const decisions of decisionChunks(log, policy)) {
    const [first = 0] = decisions.rows;
    const count = decisions.rows.length;
    if (policy.chosenActions !== undefined) {
      const chosen = new Int32Array(count);
      await policy.chosenActions(decisions, chosen);
      sums.addChosen(first, chosen);
    } else {
      const probabilities = new Float64Array(count * log.actions.length);
      await policy.probabilities(decisions, probabilities);
      sums.addProbabilities(first, probabilities);
    }
  }
  return sums.lines();
}

/**
 * The published lines of every policy on one set of rows, by its name and in the order given; those to expect where a
 * policy tosses coins, so without noise.
 */
export async function matchedActions(rows: LoggedRows, policies: readonly Policy[]): Promise<MatchedActions> {
  const lines: [string, MatchedActionLines][] = [];
  for (const policy of policies) lines.push([policy.name, await linesOf(rows, policy)]);
  return {
    rows: rowCount(rows),
    negativeRows: negativeRowCount(rows),
    policies: Object.fromEntries(lines),
  };
}

/** Logged rewards below 0. */
export function negativeRowCount(rows: LoggedRows): number {
  return rows.rewards.reduce((count, reward) => count + (reward < 0 ? 1 : 0), 0);
}
