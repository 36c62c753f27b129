/** What chooses the model of a training on a log. */
import type { Estimate } from '../../core/estimate';
import type { LoggedRows } from '../../dataset/logged-rows';
import type { QFunction } from '../../policies/policy';
import { greedyActions } from '../../rl/action-probabilities';
import { RowReplay } from '../../worlds/sales-channel-study/row-replay';
import type { ShapingConfig } from '../../worlds/sales-channel-study/shaping';

/**
 * The objective that chooses the model: reward per row of one greedy pass over the training rows, by the rules of the
 * training environment without its bonus for rare states, which pays for exploring and not for what is found. Exact,
 * so it has no interval.
 */
export function greedyPassReward(
  rows: LoggedRows,
  shaping: ShapingConfig,
): (agent: QFunction) => Promise<Estimate> {
  const environment = new RowReplay(rows, 1, { ...shaping, noveltyBonus: 0 });
  return async (agent) => {
    const chosen = greedyActions(
      await agent.qValues(rows.observations),
      rows.actions.length,
      rows.allowed ?? null,
    );
    environment.reset();
    let sum = 0;
    for (const action of chosen) sum += environment.step(Int32Array.of(action)).rewards[0]!;
    return { value: sum / chosen.length, low: null, high: null, level: 0.95 };
  };
}
