/** Whether of the customers who were given 30 % about 30 % came: tenths of them by the probability they were given. */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import { normalQuantile } from '../../stats/normal';

export interface CalibrationBin {
  readonly rows: number;
  /** Mean probability. */
  readonly predicted: number;
  /** Share of label 1, with Wilson's interval, which holds for few rows too. */
  readonly observed: Estimate;
}

/** @see Wilson (1927), https://doi.org/10.1080/01621459.1927.10502953 */
export function shareEstimate(positive: number, rows: number, level = 0.95): Estimate {
  if (rows === 0) return { value: null, low: null, high: null, level };
  const z = normalQuantile((1 + level) / 2);
  const share = positive / rows;
  const middle = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const half =
    (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  // At the ends they are the share itself, but for rounding.
  const low = positive === 0 ? 0 : middle - half;
  const high = positive === rows ? 1 : middle + half;
  return { value: share, low, high, level };
}

/**
 * Bins of about equally many rows, by ascending probability. Rows of one probability stay together, so a tree of few
 * leaves has few bins.
 *
 * @param target [rows] 0 or 1
 * @throws ShapeError if the lengths differ
 */
export function calibrationCurve(
  probabilities: Float64Array,
  target: ArrayLike<number>,
  bins = 10,
): CalibrationBin[] {
  expectLength('target', target, probabilities.length);
  const rows = probabilities.length;
  const order = Int32Array.from(probabilities, (_, i) => i).sort(
    (a, b) => probabilities[a]! - probabilities[b]!,
  );
  const curve: CalibrationBin[] = [];
  for (let from = 0, to = 0, bin = 0; from < rows; from = to) {
    // The next end of a bin that is not behind us.
    for (; to <= from; bin += 1) to = Math.round(((bin + 1) * rows) / bins);
    while (to < rows && probabilities[order[to]!] === probabilities[order[to - 1]!]) to += 1;
    const own = order.subarray(from, to);
    const sum = (value: (row: number) => number) => own.reduce((total, row) => total + value(row), 0);
    curve.push({
      rows: own.length,
      predicted: sum((row) => probabilities[row]!) / own.length,
      observed: shareEstimate(
        sum((row) => target[row]!),
        own.length,
      ),
    });
  }
  return curve;
}

/**
 * Expected calibration error: the mean distance between what was predicted and observed, bins by their rows.
 *
 * @see Naeini, Cooper & Hauskrecht (2015), https://doi.org/10.1609/aaai.v29i1.9602
 */
export function calibrationError(curve: readonly CalibrationBin[]): number {
  const rows = curve.reduce((sum, bin) => sum + bin.rows, 0);
  return curve.reduce(
    (sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.predicted - bin.observed.value!),
    0,
  );
}
