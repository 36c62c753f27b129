/** What one looks at rather than reads: a typical episode of a policy, and which action it takes where. */
import type { Decisions, VectorEnvironment } from '../env/environment';
import type { Policy } from '../policies/policy';
import { segmentColumns } from '../policies/segment-features';
import type { ActionMap, Trajectory } from '../report/report';

/** Side of a cell of the action map, in share of customers. */
const CELL = 0.025;

/** The most probable action of each of n rows; the lowest index among equals. */
async function likeliestActions(
  policy: Policy,
  decisions: Decisions,
  rows: number,
  count: number,
): Promise<Int32Array> {
  const probabilities = new Float32Array(rows * count);
  await policy.probabilities(decisions, probabilities);
  return Int32Array.from({ length: rows }, (_, row) => {
    const own = probabilities.subarray(row * count, (row + 1) * count);
    return own.indexOf(Math.max(...own));
  });
}

interface RecordedStep {
  readonly observations: Float32Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
}

async function recordEpisode(policy: Policy, environment: VectorEnvironment): Promise<RecordedStep[]> {
  const steps: RecordedStep[] = [];
  let decisions = environment.reset();
  for (;;) {
    const observations = decisions.observations.slice();
    const actions = await likeliestActions(policy, decisions, environment.lanes, environment.actions.length);
    const step = environment.step(actions);
    steps.push({ observations, actions, rewards: step.rewards.slice() });
    if (step.last[0] === 1) return steps;
    decisions = step;
  }
}

/** The lane whose discounted reward is the median: neither luck nor bad luck. */
function medianLane(steps: readonly RecordedStep[], gamma: number, lanes: number): number {
  const value = (lane: number) => steps.reduce((sum, { rewards }, t) => sum + gamma ** t * rewards[lane]!, 0);
  const ranked = Array.from({ length: lanes }, (_, lane) => ({ lane, value: value(lane) })).sort(
    (a, b) => a.value - b.value,
  );
  return ranked[Math.floor(lanes / 2)]!.lane;
}

/** The episode of median discounted reward among the lanes of an environment that restart together. */
export async function typicalTrajectory(
  policy: Policy,
  environment: VectorEnvironment,
  gamma: number,
): Promise<Trajectory> {
  const { features } = environment.observationSpec;
  const steps = await recordEpisode(policy, environment);
  const lane = medianLane(steps, gamma, environment.lanes);
  return {
    features,
    values: features.map((_, feature) =>
      steps.map(({ observations }) => observations[lane * features.length + feature]!),
    ),
    actions: steps.map(({ actions }) => environment.actions[actions[lane]!]!),
    rewards: steps.map(({ rewards }) => rewards[lane]!),
    valueName: 'customers',
    caption: 'Lines: customers per segment at the start of each period. Strip: the action the model took.',
  };
}

/** Shares of non-active and active customers, cell centres of the triangle where both fit. */
function shareGrid(): { x: number; y: number }[] {
  const cells = Math.round(1 / CELL);
  return Array.from({ length: cells * cells }, (_, i) => ({
    x: ((i % cells) + 0.5) * CELL,
    y: (Math.floor(i / cells) + 0.5) * CELL,
  })).filter(({ x, y }) => x + y <= 1);
}

/** Which action a policy prefers at every mix of segments, at a fixed number of customers and nothing pending. */
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
  const chosen = await likeliestActions(policy, { observations, allowed: null }, grid.length, actions.length);
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
