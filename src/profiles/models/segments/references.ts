/**
 * Customers who are of one kind: what segments must be clearer than. Two ways to make them of the rows there are, for
 * either alone takes some rows without groups for grouped ones.
 *
 * - `features`: each feature as it is, of one hump, but independent of the others. Skewed and flat features, from which any
 *   method cuts groups, are in it. A feature of few values, such as yes and no, is dealt out anew as it is.
 * - `axes`: the same along the principal axes, so that features go together as they do.
 *
 * @see Tibshirani, Walther & Hastie (2001), the gap statistic, https://doi.org/10.1111/1467-9868.00293
 * @see Liu, Hayes, Nobel & Marron (2008), SigClust, https://doi.org/10.1198/016214508000000454
 */
import type { Random } from '../../../core/random';
import { oneHumpDraws } from './one-hump';
import { alongAxes, principalAxes } from './principal-axes';

export const referenceKinds = ['features', 'axes'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

type Draws = (random: Random) => Float64Array;

const FEW_VALUES = 10;

function dealtAnew(values: Float64Array): Draws {
  return (random) => {
    const dealt = values.slice();
    for (let i = dealt.length - 1; i > 0; i -= 1) {
      const other = random.integer(i + 1);
      [dealt[i], dealt[other]] = [dealt[other]!, dealt[i]!];
    }
    return dealt;
  };
}

/** Rows of which each column is drawn by itself. */
function independent(points: Float64Array, width: number, drawsOf: (column: Float64Array) => Draws): Draws {
  const rows = points.length / width;
  const columns = Array.from({ length: width }, (_, j) =>
    drawsOf(Float64Array.from({ length: rows }, (_row, row) => points[row * width + j]!)),
  );
  return (random) => {
    const drawn = new Float64Array(points.length);
    columns.forEach((draws, j) => {
      draws(random.fork(`column-${j}`)).forEach((value, row) => (drawn[row * width + j] = value));
    });
    return drawn;
  };
}

/** @param points [rows, width] @returns of each kind what draws rows [rows, width] */
export function referencesOf(points: Float64Array, width: number): Readonly<Record<ReferenceKind, Draws>> {
  const turned = alongAxes(points, principalAxes(points, width), width);
  return {
    features: independent(points, width, (column) =>
      new Set(column).size <= FEW_VALUES ? dealtAnew(column) : oneHumpDraws(column),
    ),
    axes: independent(turned, width, oneHumpDraws),
  };
}
