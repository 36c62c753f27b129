/** Percentages as people type them. */

const PERCENTAGE = /^([+-]?)(\d+\.?\d*|\.\d+)\s*%$/;

/** @returns .05 for `5%`, to the digit; null for what is no percentage */
export function percentageOf(text: string): number | null {
  const [, sign, digits] = PERCENTAGE.exec(text.trim()) ?? [];
  // By its decimals: 33.3 / 100 is not .333.
  return digits === undefined ? null : Number(`${sign}${digits}e-2`);
}
