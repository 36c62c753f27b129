/** Rows in a random order, and a tenth of them kept aside, whole customers at a time. */
import type { Random } from '../core/random';

/** A copy in a random order (Fisher & Yates). */
export function shuffled(values: Int32Array, random: Random): Int32Array {
  const result = values.slice();
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/**
 * @param units [rows] whose each row is
 * @returns rows kept and rows held out, ascending, no unit in both; with fewer than ten units all rows as both
 */
export function heldOutRows(
  units: ArrayLike<number>,
  random: Random,
): { readonly kept: Int32Array; readonly heldOut: Int32Array } {
  const rows = Int32Array.from({ length: units.length }, (_, row) => row);
  const known = Int32Array.from(new Set(Array.from(units)));
  const tenth = Math.floor(known.length / 10);
  if (tenth === 0) return { kept: rows, heldOut: rows };
  const aside = new Set(shuffled(known, random).subarray(0, tenth));
  return {
    kept: rows.filter((row) => !aside.has(units[row]!)),
    heldOut: rows.filter((row) => aside.has(units[row]!)),
  };
}
