/** Policies that contact those with the highest scores, as many as another policy contacts. */
import type { TargetingRows } from './response-model';

/** [n] the best allowed contact of each row and its score; -1 where none is allowed */
function bestContacts(scores: Float64Array, actionCount: number, allowed: Uint8Array | null) {
  const n = scores.length / actionCount;
  const actions = new Int32Array(n).fill(-1);
  const best = new Float64Array(n).fill(-Infinity);
  for (let i = 0; i < n; i += 1)
    for (let action = 1; action < actionCount; action += 1) {
      const at = i * actionCount + action;
      if (allowed?.[at] === 0 || !(scores[at]! > best[i]!)) continue;
      best[i] = scores[at]!;
      actions[i] = action;
    }
  return { actions, best };
}

/** Who is contacted: all with a score above the last one, and of those that have it this share. */
export interface CutOff {
  readonly last: number;
  readonly share: number;
}

/** @param places decisions to contact at, of those that the rows stand for */
export function cutOffOf(best: Float64Array, weights: Float64Array, places: number): CutOff {
  const descending = Int32Array.from(best.keys())
    .filter((i) => best[i]! > -Infinity)
    .sort((i, j) => best[j]! - best[i]!);
  let above = 0;
  for (let from = 0, to = 0; places > 0 && from < descending.length; from = to) {
    const last = best[descending[from]!]!;
    let ties = 0;
    for (; to < descending.length && best[descending[to]!] === last; to += 1)
      ties += weights[descending[to]!]!;
    if (above + ties >= places) return { last, share: Math.min(1, (places - above) / ties) };
    above += ties;
  }
  return places > 0 ? { last: -Infinity, share: 0 } : { last: Infinity, share: 0 };
}

/** How much of a row with this score is contacted. */
export function shareAbove(score: number, { last, share }: CutOff): number {
  return score > last ? 1 : score === last ? share : 0;
}

/**
 * Contacts, of all decisions that the rows stand for, the share with the highest scores, each by its best contact; rows that
 * tie for the last places share them. Who may not be left alone is contacted anyway, and who may not be contacted is left
 * alone.
 *
 * @param scores [n, actions]; those of No Action are not looked at
 * @param share of the decisions to contact at
 * @returns [n, actions] probabilities
 */
export function highestScores(
  scores: Float64Array,
  { actionCount, allowed, sampleWeights }: Pick<TargetingRows, 'actionCount' | 'allowed' | 'sampleWeights'>,
  share: number,
): Float64Array {
  const { actions, best } = bestContacts(scores, actionCount, allowed);
  const cutOff = cutOffOf(
    best,
    sampleWeights,
    share * sampleWeights.reduce((sum, weight) => sum + weight, 0),
  );
  const result = new Float64Array(scores.length);
  actions.forEach((action, i) => {
    const isForced = allowed?.[i * actionCount] === 0;
    const contact = action === -1 ? 0 : isForced ? 1 : shareAbove(best[i]!, cutOff);
    if (contact > 0) result[i * actionCount + action] = contact;
    result[i * actionCount] = 1 - contact;
  });
  return result;
}

/** Every row the same probabilities. @param shares [actions] */
export function sameForAll(shares: readonly number[], n: number): Float64Array {
  return Float64Array.from({ length: n * shares.length }, (_, at) => shares[at % shares.length]!);
}

/** [actions] mean probability of each */
export function meanShares(
  probabilities: Float64Array,
  actionCount: number,
  weights: Float64Array,
): number[] {
  const sums = new Array<number>(actionCount).fill(0);
  let total = 0;
  for (let i = 0; i < weights.length; i += 1) {
    total += weights[i]!;
    for (let action = 0; action < actionCount; action += 1)
      sums[action]! += weights[i]! * probabilities[i * actionCount + action]!;
  }
  return sums.map((sum) => sum / total);
}
