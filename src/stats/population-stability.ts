/** How far the shares of one sample are from those of another: the population stability index. */

export interface PopulationStability {
  readonly index: number;
  /** What it is on average where both samples are of one population: (B − 1)(1/n + 1/m). */
  readonly expected: number;
}

/**
 * Σ (p − q) ln(p / q) over bins, shares counted with half a row more in each bin (Jeffreys), so that an empty bin has a
 * finite share. Without drift it is about (1/n + 1/m) times a chi square of B − 1 degrees of freedom.
 *
 * @param before counts of n rows by bin
 * @param now counts of m rows by bin
 * @see Yurdakul & Naranjo (2020), Statistical properties of the population stability index, Journal of Risk Model Validation
 */
export function populationStability(before: readonly number[], now: readonly number[]): PopulationStability {
  // A bin that neither has is none.
  const bins = before.flatMap((count, bin) => (count > 0 || now[bin]! > 0 ? [bin] : []));
  const n = bins.reduce((sum, bin) => sum + before[bin]!, 0);
  const m = bins.reduce((sum, bin) => sum + now[bin]!, 0);
  if (n === 0 || m === 0) return { index: 0, expected: Infinity };
  let index = 0;
  for (const bin of bins) {
    const p = (before[bin]! + 0.5) / (n + bins.length / 2);
    const q = (now[bin]! + 0.5) / (m + bins.length / 2);
    index += (p - q) * Math.log(p / q);
  }
  return { index, expected: (bins.length - 1) * (1 / n + 1 / m) };
}
