/** A typical episode of a policy. */
import type { Random } from '../../core/random';
import type { VectorEnvironment } from '../../env/environment';
import { likeliest, play } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import type { Trajectory } from '../views';

/** Episodes of which the typical one is chosen. */
const LANES = 200;

interface RecordedStep {
  readonly observations: Float32Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
}

async function recordEpisode(policy: Policy, environment: VectorEnvironment): Promise<RecordedStep[]> {
  const steps: RecordedStep[] = [];
  for await (const { observations, actions, step } of play(policy, environment, likeliest)) {
    steps.push({
      observations: observations.slice(),
      actions: actions.slice(),
      rewards: step.rewards.slice(),
    });
    if (step.last[0] === 1) break;
  }
  return steps;
}

/** The lane whose discounted reward is the median: neither luck nor bad luck. */
function medianLane(steps: readonly RecordedStep[], gamma: number, lanes: number): number {
  const value = (lane: number) => steps.reduce((sum, { rewards }, t) => sum + gamma ** t * rewards[lane]!, 0);
  const ranked = Array.from({ length: lanes }, (_, lane) => ({ lane, value: value(lane) })).sort(
    (a, b) => a.value - b.value,
  );
  return ranked[Math.floor(lanes / 2)]!.lane;
}

/**
 * The episode of median discounted reward among many that end together.
 *
 * @param make an environment all of whose lanes restart together
 */
export async function typicalTrajectory(
  policy: Policy,
  make: (lanes: number, random: Random) => VectorEnvironment,
  random: Random,
  gamma: number,
): Promise<Trajectory> {
  const environment = make(LANES, random);
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
