/** The one loop in which a policy acts in an environment: rollouts, views, searches and tables consume it. */
import { pause } from '../core/pause';
import type { Random } from '../core/random';
import type { Decisions, VectorEnvironment } from '../env/environment';
import type { TimeStep } from '../env/time-step';
import { likeliestActions, sampleActions } from '../rl/action-probabilities';
import type { Policy } from './policy';

/** One action of every lane, and what came of it. All arrays are overwritten by the next one. */
export interface Moment {
  /** [lanes, features] what was decided on */
  readonly observations: Float32Array;
  /** [lanes] */
  readonly actions: Int32Array;
  readonly step: TimeStep;
}

/**
 * How actions are chosen by their probabilities.
 *
 * @param probabilities [lanes, actions]
 * @param out [lanes] overwritten with action indices
 */
export type Choose = (probabilities: Float32Array, actions: number, out: Int32Array) => void;

/** Actions drawn by their probabilities, one uniform number per lane and step. */
export function drawn(random: Random): Choose {
  return (probabilities, actions, out) => sampleActions(probabilities, actions, random, out);
}

/** The most probable action; the lowest index among equals. */
export const likeliest: Choose = (probabilities, actions, out) =>
  out.set(likeliestActions(probabilities, actions));

/** Starts every lane and plays on without end: the consumer breaks off. */
export async function* play(
  policy: Pick<Policy, 'probabilities'>,
  environment: VectorEnvironment,
  choose: Choose,
): AsyncGenerator<Moment, never> {
  const count = environment.actions.length;
  const probabilities = new Float32Array(environment.lanes * count);
  const actions = new Int32Array(environment.lanes);
  let decisions: Decisions = environment.reset();
  // The environment overwrites what it showed when it steps.
  const observations = decisions.observations.slice();
  for (;;) {
    observations.set(decisions.observations);
    // To await what is there already costs a turn at every step.
    const asked = policy.probabilities(decisions, probabilities);
    if (asked !== undefined) await asked;
    choose(probabilities, count, actions);
    const step = environment.step(actions);
    yield { observations, actions, step };
    decisions = step;
    // Policies that never wait would let no signal through for minutes.
    const turn = pause();
    if (turn !== undefined) await turn;
  }
}
