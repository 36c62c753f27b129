/** Numbers that lie so far beyond all others that a slip is likelier than chance. */

/** Times the next largest magnitude. */
export const FAR = 50;
/** At most one number in so many is a slip; what is more frequent is how these numbers are. */
const RARE = 1000;

/**
 * The magnitude above which numbers are outliers: 50 times the largest of the others, where there are such numbers and
 * they are at most one in a thousand, or one. Quantiles and deviations would take every sale for one where most rows
 * earn minus a cent.
 *
 * @returns Infinity if no number lies so far beyond the others
 */
export function usualLimit(values: ArrayLike<number>): number {
  const magnitudes = Float64Array.from(values, Math.abs).sort().reverse();
  for (let beyond = Math.max(1, Math.floor(magnitudes.length / RARE)); beyond > 0; beyond -= 1) {
    const next = magnitudes[beyond] ?? 0;
    if (next > 0 && magnitudes[beyond - 1]! > FAR * next) return FAR * next;
  }
  return Infinity;
}
