/** Several looks at one experiment. */

const partsOf = (look: number) => look * (look + 1);

/**
 * A p-value of one look as one of all looks together: at most 1 - level exactly where the look's own is at most 1 less its
 * level.
 */
export function pOfLook(pValue: number, look: number): number {
  return Math.min(1, pValue * partsOf(look));
}

/**
 * The level of one look, so that all of them together, however many there will be, fail with at most the probability
 * 1 − level: what may fail at look k is (1 − level) / (k (k + 1)), and these add up to 1 − level. Nothing is asked of the
 * data: it holds too where the same customers have brought more since the last look.
 *
 * @param look from 1; null where there is one alone
 */
export function levelOfLook(level: number, look: number | null): number {
  return look === null ? level : 1 - (1 - level) / partsOf(look);
}
