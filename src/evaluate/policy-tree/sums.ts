/**
 * What decisions add up to, for any set of them: customers, then the gain of each candidate action, then its excess. A
 * leaf's best action, and whether it may be a leaf at all, is read off such a sum.
 */
import type { TreeProblem } from './tree-problem';

/** Rounding of sums. */
const SLACK = 1e-6;

export interface SumsForm {
  /** Numbers of a sum. */
  readonly width: number;
  readonly candidates: readonly number[];
  readonly isLimited: boolean;
  readonly leastCustomers: number;
}

export function formOf({ candidates, excess, leastCustomers }: TreeProblem): SumsForm {
  const isLimited = excess !== null;
  return { width: 1 + candidates.length * (isLimited ? 2 : 1), candidates, isLimited, leastCustomers };
}

/** [decisions, width] what each decision adds, packed: a search reads them over and over. */
export function addends(
  { actionCount, candidates, gains, excess, customers }: TreeProblem,
  decisions: Int32Array,
): Float64Array {
  const count = candidates.length;
  const width = 1 + count * (excess === null ? 1 : 2);
  const result = new Float64Array(decisions.length * width);
  for (let place = 0, at = 0; place < decisions.length; place += 1, at += width) {
    const decision = decisions[place]!;
    result[at] = customers[decision]!;
    for (let k = 0; k < count; k += 1) {
      const from = decision * actionCount + candidates[k]!;
      result[at + 1 + k] = gains[from]!;
      if (excess !== null) result[at + 1 + count + k] = excess[from]!;
    }
  }
  return result;
}

/** Place of the best candidate; the first among equals, -1 where the set is too small for a leaf, or none may stand in it. */
function bestCandidate(sums: Float64Array, at: number, form: SumsForm): number {
  const { candidates, isLimited, leastCustomers } = form;
  if (sums[at]! < leastCustomers - SLACK) return -1;
  const count = candidates.length;
  let best = -1;
  for (let k = 0; k < count; k += 1) {
    if (isLimited && sums[at + 1 + count + k]! > SLACK) continue;
    if (best < 0 || sums[at + 1 + k]! > sums[at + 1 + best]!) best = k;
  }
  return best;
}

/** What the best leaf brings on a set of decisions; −Infinity where it may not be a leaf. @param at where its sums begin */
export function leafGain(sums: Float64Array, at: number, form: SumsForm): number {
  const best = bestCandidate(sums, at, form);
  return best < 0 ? -Infinity : sums[at + 1 + best]!;
}

/** Its action; null where it may not be a leaf. */
export function leafAction(sums: Float64Array, form: SumsForm): number | null {
  const best = bestCandidate(sums, 0, form);
  return best < 0 ? null : form.candidates[best]!;
}

/** The sums of all decisions. @param own their addends */
export function totalOf(own: Float64Array, width: number): Float64Array {
  const total = new Float64Array(width);
  for (let at = 0; at < own.length; at += width) for (let w = 0; w < width; w += 1) total[w]! += own[at + w]!;
  return total;
}
