/** Whether as much comes as was predicted: customers by their prediction, in groups of about the same size. */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import { meanInterval } from '../../stats/intervals';

export interface CalibrationGroup {
  readonly customers: number;
  /** Mean of the predictions. */
  readonly predicted: number;
  /** Mean of what came, with Student's t interval. */
  readonly actual: Estimate;
}

export interface Calibration {
  /** From the lowest predictions to the highest. */
  readonly groups: readonly CalibrationGroup[];
  /** All that was predicted by all that came; null where nothing came. */
  readonly predictedOverActual: number | null;
}

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);

/**
 * @param count of groups. @default 10. There are fewer where many predictions are equal: they stay together.
 * @throws ShapeError if the lengths differ
 */
export function calibrationOf(predicted: Float64Array, actual: ArrayLike<number>, count = 10): Calibration {
  expectLength('actual', actual, predicted.length);
  const rows = Int32Array.from(predicted.keys());
  rows.sort((a, b) => predicted[a]! - predicted[b]!);
  const groups: CalibrationGroup[] = [];
  let from = 0;
  for (let group = 1; group <= count; group += 1) {
    let to = Math.max(from, Math.round((group * rows.length) / count));
    while (to > from && to < rows.length && predicted[rows[to]!] === predicted[rows[to - 1]!]) to += 1;
    if (to === from) continue;
    const members = rows.subarray(from, to);
    groups.push({
      customers: members.length,
      predicted: sum(Float64Array.from(members, (row) => predicted[row]!)) / members.length,
      actual: meanInterval(Float64Array.from(members, (row) => actual[row]!)),
    });
    from = to;
  }
  const came = sum(actual);
  return { groups, predictedOverActual: came > 0 ? sum(predicted) / came : null };
}
