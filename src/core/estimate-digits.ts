/** How many digits a number deserves by the interval that stands beside it: one rule for every text. */
import type { Estimate } from './estimate';

/** No text has more. */
export const MOST_DECIMALS = 6;

/** Decimals that show two significant digits of an interval's half width, above 0: more would be noise. */
export function decimalsForHalfWidth(halfWidth: number): number {
  return Math.min(MOST_DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(halfWidth))));
}

/** Null where there is no interval, or one whose width is only the noise of the arithmetic: its value is known exactly. */
export function decimalsOf({ low, high }: Pick<Estimate, 'low' | 'high'>): number | null {
  if (low === null || high === null) return null;
  const halfWidth = (high - low) / 2;
  return halfWidth < 0.5 * 10 ** -MOST_DECIMALS ? null : decimalsForHalfWidth(halfWidth);
}
