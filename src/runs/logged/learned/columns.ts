/** Decisions to learn from as columns: rewards on a scale, successors on the same side of the split alone. */
import { scaleObservations } from '../../../agents/scaling';
import type { Scaling } from '../../../agents/model';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { DecisionColumns } from '../../../replay/logged-decisions';
import { returnsOf } from '../../../rl/returns';
import { usualLimit } from '../../../stats/outliers';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import type { Candidate } from './candidates';

/**
 * Root mean square of the rewards, outliers aside: on it a bonus of 50 that two customers in a hundred bring is as large as
 * one of 1 that every second one brings. A spread about the median would be 0 where most bring nothing.
 *
 * @returns 1 where all are 0
 */
export function rewardSpread(rewards: ArrayLike<number>): number {
  const limit = usualLimit(rewards);
  let [sum, count] = [0, 0];
  for (let i = 0; i < rewards.length; i += 1) {
    const reward = rewards[i]!;
    if (Math.abs(reward) > limit) continue;
    sum += reward * reward;
    count += 1;
  }
  return sum === 0 ? 1 : Math.sqrt(sum / count);
}

/** [n] index within the side of what follows; -1 where nothing does, or on another side. */
function nextWithin({ decisions }: Contacts, some: Int32Array): Int32Array {
  return Int32Array.from(some, (decision, i) => (decisions.next[decision] === some[i + 1] ? i + 1 : -1));
}

/** [n] what what follows is worth; 0 where nothing does. */
function discountsOf(
  { decisions }: Contacts,
  some: Int32Array,
  next: Int32Array,
  gamma: number | 'declared',
): Float32Array {
  return Float32Array.from(some, (decision, i) =>
    next[i] === -1 ? 0 : gamma === 'declared' ? decisions.discounts[decision]! : gamma,
  );
}

/**
 * [n] what each decision counts: rows of a thinned log as many as they stand for; none where the target is not known, for
 * the customer goes on and the log, or its side, does not. null where all count the same.
 */
function weightsOf(sampleWeights: Float64Array, isUnknown: (i: number) => boolean): Float32Array | null {
  const weights = Float32Array.from(sampleWeights, (weight, i) => (isUnknown(i) ? 0 : weight));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.every((weight) => weight === weights[0]) || mean === 0
    ? null
    : weights.map((weight) => weight / mean);
}

/** [n] 1 where nothing may be done but No Action, which was never logged: of its value the network has but a guess. */
function guessesOf({ loggedActions, actions }: LoggedRows, supported: Uint8Array | null): Uint8Array {
  const guesses = new Uint8Array(loggedActions.length);
  if (supported === null || loggedActions.includes(0)) return guesses;
  return guesses.map((_, i) => {
    const open = supported.subarray(i * actions.length, (i + 1) * actions.length);
    return open.lastIndexOf(1) === 0 ? 1 : 0;
  });
}

/**
 * @param side in the order of the log, so that a customer's decisions follow each other
 * @param supported [n, actions] what may be taken, by rules and support together; null: everything
 */
export function decisionColumns(
  contacts: Contacts,
  { rows, decisions: some }: RowsOfLog,
  supported: Uint8Array | null,
  { method, gamma }: Pick<Candidate, 'method' | 'gamma'>,
  scaling: Scaling,
): DecisionColumns {
  const { log, decisions } = contacts;
  const next = nextWithin(contacts, some);
  const discounts = discountsOf(contacts, some, next, gamma);
  const isOneStep = method === 'one-step';
  const rewards = Float32Array.from(rows.rewards, (reward) => reward * scaling.rewardScale);
  const { sampleWeights } = shapeOfHistories(log, decisions, some);
  const looksAhead = !isOneStep && discounts.some((discount) => discount > 0);
  // The other methods ask for the value of what was done next.
  const guesses = method === 'dqn' ? guessesOf(rows, supported) : null;
  const isUnknown = (i: number) =>
    looksAhead && (next[i] === -1 ? decisions.terminated[some[i]!] === 0 : guesses?.[next[i]!] === 1);
  return {
    ...{ features: rows.features.length, actionCount: rows.actions.length },
    observations: scaleObservations(rows.observations, scaling),
    actions: rows.loggedActions,
    rewards: isOneStep ? returnsOf(rewards, discounts, next) : rewards,
    discounts: isOneStep ? new Float32Array(some.length) : discounts,
    ...{ next, allowed: supported, weights: weightsOf(sampleWeights, isUnknown) },
  };
}
