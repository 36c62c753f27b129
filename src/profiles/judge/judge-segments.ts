/** Segments of later customers beside fifths by recency, frequency and money, and beside no segments at all. */
import type { Estimate } from '../../core/estimate';
import { meanInterval } from '../../stats/intervals';
import { decisionOf, type AnchorDecision } from './anchor-decision';
import { pairDistances, silhouetteWidths } from './silhouette';

export interface JudgedSegments {
  readonly rows: number;
  /** Mean silhouette; null of fewer than two segments. One segment for all counts as 0. */
  readonly silhouette: Estimate;
  readonly anchorSilhouette: Estimate;
  /** Segments minus anchor, over rows that both put somewhere. */
  readonly difference: Estimate;
  readonly decision: AnchorDecision;
}

const known = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/**
 * @param points [rows, width] prepared features; time and memory grow with the square of the rows
 * @param labels [rows] segment of each row; -1 of none
 * @param anchor [rows] that of the anchor
 * @throws ShapeError if they do not belong together
 */
export function judgeSegments(
  points: Float64Array,
  width: number,
  labels: Int32Array,
  anchor: Int32Array,
): JudgedSegments {
  const distances = pairDistances(points, width);
  const [own, other] = [silhouetteWidths(distances, labels), silhouetteWidths(distances, anchor)];
  const difference = meanInterval(known(own.map((value, row) => value - other[row]!)));
  return {
    ...{
      rows: labels.length,
      silhouette: meanInterval(known(own)),
      anchorSilhouette: meanInterval(known(other)),
    },
    ...{ difference, decision: decisionOf(difference) },
  };
}
