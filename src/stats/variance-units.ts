/** How many units the error of an estimate stands on. */

/**
 * The fewest units that make up half of the sum of squares: of n normal numbers about n/8, of heavy tails a handful. A
 * standard error that so few make would be another one without any of them, and a log that has drawn none of their like
 * would not know.
 *
 * @param influence [units] as in `Statistic`
 * @returns 0 where all are 0
 */
export function unitsOfHalf(influence: Float64Array): number {
  const squares = influence.map((value) => value * value).sort();
  const half = squares.reduce((sum, square) => sum + square, 0) / 2;
  let [sum, units] = [0, 0];
  for (let i = squares.length - 1; i >= 0 && sum < half; i -= 1, units += 1) sum += squares[i]!;
  return units;
}
