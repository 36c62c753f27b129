/**
 * Decisions whose targets are made along whole histories, some times a pass, and are learned as a regression in between:
 * fitted Q iteration with traces.
 */
import { savedArray, type SavedState } from '../../core/saved-state';
import type { DecisionColumns } from '../../replay/logged-decisions';
import { traceTargets } from '../../rl/trace-targets';

/** Times in a pass that targets are made anew: ours, so that twenty passes look sixty times further; others were not compared. */
const RENEWALS_PER_PASS = 3;

/** Rows that values are asked of at once: bounds the memory for them. */
const ROWS_PER_CALL = 65_536;

export class TracedDecisions {
  /** What a replay reads: targets in place of rewards, and nothing to bootstrap from. */
  readonly columns: DecisionColumns;
  readonly #histories: DecisionColumns;
  readonly #lambda: number;

  /** @param lambda share of the surprise about later decisions that is told to earlier ones, in [0, 1] */
  constructor(histories: DecisionColumns, lambda: number) {
    const rows = histories.actions.length;
    this.#histories = histories;
    this.#lambda = lambda;
    this.columns = { ...histories, rewards: new Float32Array(rows), discounts: new Float32Array(rows) };
  }

  /** Updates between two renewals. */
  updatesBetween(batchSize: number): number {
    return Math.max(1, Math.round(this.columns.actions.length / batchSize / RENEWALS_PER_PASS));
  }

  /**
   * Makes all targets by what is known now.
   *
   * @param valuesOf values [rows, actions] of scaled observations, on the scale of the rewards
   */
  async renew(valuesOf: (observations: Float32Array) => Promise<Float32Array>): Promise<void> {
    const { observations, features, actions, actionCount, weights } = this.#histories;
    const qValues = new Float32Array(actions.length * actionCount);
    for (let first = 0; first < actions.length; first += ROWS_PER_CALL) {
      const some = observations.subarray(first * features, (first + ROWS_PER_CALL) * features);
      qValues.set(await valuesOf(some), first * actionCount);
    }
    // What counts nothing is what goes on where the log does not.
    const isUnknown = (row: number) => weights?.[row] === 0;
    this.columns.rewards.set(traceTargets(this.#histories, qValues, isUnknown, this.#lambda));
  }

  state(): SavedState {
    return { targets: this.columns.rewards.slice() };
  }

  restore(state: SavedState): void {
    const { rewards } = this.columns;
    rewards.set(savedArray(state, 'targets', Float32Array, rewards.length));
  }
}

/** null where there is nothing to look along: no traces are asked for, or nothing follows from any decision. */
export function tracedDecisions(columns: DecisionColumns, lambda: number): TracedDecisions | null {
  const looksAhead = columns.discounts.some((discount) => discount > 0);
  return lambda > 0 && looksAhead ? new TracedDecisions(columns, lambda) : null;
}
