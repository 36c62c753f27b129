/** Which action a policy prefers at every mix of segments. */
import type { Policy } from '../../policies/policy';
import { likeliestActions } from '../../rl/action-probabilities';
import type { ActionMap } from '../views';
import { segmentColumns } from './columns';

/** Side of a cell, in share of customers. */
const CELL = 0.025;

/** Shares of non-active and active customers, cell centres of the triangle where both fit. */
function shareGrid(): { x: number; y: number }[] {
  const cells = Math.round(1 / CELL);
  return Array.from({ length: cells * cells }, (_, i) => ({
    x: ((i % cells) + 0.5) * CELL,
    y: (Math.floor(i / cells) + 0.5) * CELL,
  })).filter(({ x, y }) => x + y <= 1);
}

/** At a fixed number of customers, and with nothing pending. */
export async function actionMap(
  policy: Policy,
  features: readonly string[],
  actions: readonly string[],
  total: number,
): Promise<ActionMap> {
  const [active, semiActive, nonActive] = segmentColumns(features);
  const grid = shareGrid();
  const observations = new Float32Array(grid.length * features.length);
  grid.forEach(({ x, y }, row) => {
    const start = row * features.length;
    const inactive = Math.round(x * total);
    const semi = Math.round((1 - x - y) * total);
    observations[start + nonActive] = inactive;
    observations[start + semiActive] = semi;
    observations[start + active] = total - inactive - semi;
  });
  const probabilities = new Float32Array(grid.length * actions.length);
  await policy.probabilities({ observations, allowed: null }, probabilities);
  const chosen = likeliestActions(probabilities, actions.length);
  return {
    xLabel: 'non-active share',
    yLabel: 'active share',
    total,
    cell: CELL,
    points: grid.map(({ x, y }, row) => ({ x, y, action: actions[chosen[row]!]! })),
    caption:
      `Each cell is a state with ${total.toLocaleString('en-US')} customers, placed by two shares; the third segment ` +
      'has the rest, so the upper right half cannot occur.',
  };
}
