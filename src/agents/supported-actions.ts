/** What a support filter lets pass of the actions that are allowed. */
import { expectLength } from '../core/shape';
import { possibleActions } from '../rl/possible-actions';
import { classProbabilities } from '../stats/class-model';
import { scaledObservations } from './scaling';
import type { SupportFilter } from './support-filter';
import { objectionTo } from './unsupported';

/** Rows whose probabilities are computed at once: bounds the memory for them. */
const CHUNK = 8192;

/**
 * How likely each action was in the log where these observations were made: 0 where it is not allowed, as far as the log
 * kept to that, and for an action that was never logged.
 *
 * @param observations [n, features]
 * @param allowed [n, actions]; null where each is
 * @returns [n, actions] each row sums to 1; NaN where no action is left that was ever logged
 * @throws ShapeError if observations and masks are not of the filter's features and actions
 */
export function behaviourProbabilities(
  { behaviour, scaling, customers, isMasked }: SupportFilter,
  observations: Float32Array,
  allowed: Uint8Array | null,
): Float64Array {
  const scaled = scaledObservations(observations, scaling);
  const rows = scaled.length / behaviour.width;
  if (allowed !== null) expectLength('allowed', allowed, rows * customers.length);
  const isLogged = customers.map((count) => count > 0);
  return classProbabilities(behaviour, scaled, possibleActions(isMasked ? allowed : null, rows, isLogged));
}

/**
 * Marks one row's supported actions; where no allowed one is, the allowed one that the log would most likely have shown.
 * Something has to be done, No Action may be barred or new, and this is what the company itself would rather do than
 * anything else: of all that is left the log tells most of it.
 *
 * @param first place of the row's first action
 */
function markSupported(
  filter: SupportFilter,
  probabilities: Float64Array,
  allowed: Uint8Array | null,
  first: number,
  isNoActionAssumed: boolean,
  out: Uint8Array,
): void {
  const { customers } = filter;
  const likeliest = likeliestAllowed(probabilities, allowed, first, customers.length);
  if (likeliest < 0) return;
  const least = leastSupported(filter, probabilities[likeliest]!);
  let isEmpty = true;
  for (let action = 0, at = first; action < customers.length; action += 1, at += 1) {
    if (allowed?.[at] === 0) continue;
    const isKnown = objectionTo(filter, action, probabilities[at]!, least) === null;
    if (!isKnown && !(action === 0 && isNoActionAssumed)) continue;
    out[at] = 1;
    isEmpty = false;
  }
  if (isEmpty) out[likeliest] = 1;
}

/** @returns place of a row's likeliest allowed action; -1 where none is allowed */
export function likeliestAllowed(
  probabilities: Float64Array,
  allowed: Uint8Array | null,
  first: number,
  actions: number,
): number {
  let likeliest = -1;
  for (let at = first; at < first + actions; at += 1) {
    if (allowed?.[at] === 0) continue;
    if (likeliest < 0 || probabilities[at]! > probabilities[likeliest]!) likeliest = at;
  }
  return likeliest;
}

/** The probability that a supported action has at least. @param likeliest that of the likeliest allowed action */
export function leastSupported(
  { leastProbability, leastOfLikeliest }: SupportFilter,
  likeliest: number,
): number {
  return Math.max(leastProbability, leastOfLikeliest * likeliest);
}

/**
 * @param observations [n, features] as the policy gets them
 * @param allowed [n, actions] 1 where an action may be taken; null where every action always may
 * @param isNoActionAssumed whether No Action may be taken though the log does not support it, for its value is assumed
 * @returns [n, actions] 1 where an action is allowed and supported, one at least in every row that allows any
 * @throws ShapeError if observations and masks are not of the filter's features and actions
 */
export function supportedActions(
  filter: SupportFilter,
  observations: Float32Array,
  allowed: Uint8Array | null,
  isNoActionAssumed = false,
): Uint8Array {
  const { width } = filter.behaviour;
  const actions = filter.customers.length;
  const rows = Math.ceil(observations.length / width);
  if (allowed !== null) expectLength('allowed', allowed, rows * actions);
  const result = new Uint8Array(rows * actions);
  for (let from = 0; from < rows; from += CHUNK) {
    const masks = allowed?.subarray(from * actions, (from + CHUNK) * actions) ?? null;
    const seen = observations.subarray(from * width, (from + CHUNK) * width);
    const probabilities = behaviourProbabilities(filter, seen, masks);
    const out = result.subarray(from * actions, (from + CHUNK) * actions);
    for (let first = 0; first < out.length; first += actions)
      markSupported(filter, probabilities, masks, first, isNoActionAssumed, out);
  }
  return result;
}
