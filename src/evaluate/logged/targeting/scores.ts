/** Policies that contact those with the highest scores, as many as another policy contacts. */

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

/**
 * Contacts, of all rows, the share with the highest scores, each by its best contact; rows that tie for the last places
 * share them. Who may not be left alone is contacted anyway, and who may not be contacted is left alone.
 *
 * @param scores [n, actions]; those of No Action are not looked at
 * @param share of rows to contact
 * @returns [n, actions] probabilities
 */
export function highestScores(
  scores: Float64Array,
  actionCount: number,
  allowed: Uint8Array | null,
  share: number,
): Float64Array {
  const { actions, best } = bestContacts(scores, actionCount, allowed);
  const n = best.length;
  const places = Math.min(share * n, best.filter((score) => score > -Infinity).length);
  const descending = best.slice().sort().reverse();
  const last = places > 0 ? descending[Math.ceil(places) - 1]! : Infinity;
  const above = best.filter((score) => score > last).length;
  const ties = best.filter((score) => score === last).length;
  const result = new Float64Array(n * actionCount);
  for (let i = 0; i < n; i += 1) {
    const isForced = allowed?.[i * actionCount] === 0;
    const contact =
      actions[i] === -1
        ? 0
        : isForced || best[i]! > last
          ? 1
          : best[i] === last
            ? (places - above) / ties
            : 0;
    if (contact > 0) result[i * actionCount + actions[i]!] = contact;
    result[i * actionCount] = 1 - contact;
  }
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
