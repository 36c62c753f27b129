/**
 * What came of each decision, for a policy that is chosen decision by decision: the reward, and where decisions follow each
 * other the discounted value of the next one by the learned model: its Q-value of what it does there, of the actions that are
 * allowed and supported, at what they are charged.
 *
 * The model speaks for what comes after, so that a rule is sought for a single decision that the model's policy follows; a
 * sum of the rewards that were logged after it would be the value of going on as the company did. What is corrected by the
 * target, q(s, a), is a regression on the targets and not the model's own Q: that has seen the rewards of these customers,
 * and scores would forget by how much it is wrong of them.
 */
import { reordered } from '../../../dataset/contacts/row-order';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { decidingValues } from '../../../policies/greedy';
import type { QFunction } from '../../../policies/policy';
import { greedyActions } from '../../../rl/action-probabilities';
import type { Contacts } from '../loaded-log';

/** Decisions that a network is asked about at once. */
const CHUNK = 4096;

/** [some] the Q-value of what the model does at each of some decisions, which is the best of value less charge */
async function valuesDone(
  model: QFunction,
  { observations, features, actions, allowed }: LoggedRows,
  some: Int32Array,
): Promise<Float64Array> {
  const [width, count] = [features.length, actions.length];
  const result = new Float64Array(some.length);
  for (let from = 0; from < some.length; from += CHUNK) {
    const chunk = some.subarray(from, from + CHUNK);
    const seen = reordered(observations, chunk, width);
    const masks = allowed === undefined ? null : reordered(allowed, chunk, count);
    const open = model.supportedActions?.(seen, masks) ?? masks;
    const values = await model.qValues(seen);
    const done = greedyActions(decidingValues(model, values), count, open);
    for (let i = 0; i < chunk.length; i += 1) result[from + i] = values[i * count + done[i]!]!;
  }
  return result;
}

/** [some] what the next decision is worth at each; 0 where none follows among them. */
function discountsWithin(
  { decisions, schema }: Contacts,
  some: Int32Array,
  gamma: number | 'declared',
): Float64Array {
  const isAmong = new Uint8Array(decisions.count);
  for (const decision of some) isAmong[decision] = 1;
  // Without a word on what later money is worth each decision stands by itself, as in the evaluation.
  const isApart = gamma === 'declared' && schema.discount === undefined;
  return Float64Array.from(some, (decision) => {
    const next = decisions.next[decision]!;
    if (isApart || next < 0 || isAmong[next] === 0) return 0;
    return gamma === 'declared' ? decisions.discounts[decision]! : gamma;
  });
}

/**
 * @param all every decision of the log as a row, in order
 * @param some indices of decisions
 * @param gamma what the next decision is worth
 * @returns [some] NaN where the customer goes on, and the log, or its side, does not
 */
export async function decisionTargets(
  contacts: Contacts,
  all: LoggedRows,
  some: Int32Array,
  model: QFunction,
  gamma: number | 'declared',
): Promise<Float64Array> {
  const { decisions } = contacts;
  const targets = reordered(all.rewards, some);
  const discounts = discountsWithin(contacts, some, gamma);
  if (!discounts.some((discount) => discount > 0)) return targets;
  const places = Int32Array.from(some.keys()).filter((i) => discounts[i]! > 0);
  const next = Int32Array.from(places, (i) => decisions.next[some[i]!]!);
  const values = await valuesDone(model, all, next);
  places.forEach((i, k) => (targets[i]! += discounts[i]! * values[k]!));
  return targets.map((target, i) =>
    discounts[i]! > 0 || decisions.terminated[some[i]!] === 1 ? target : NaN,
  );
}
