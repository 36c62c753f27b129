/** Where a column of numbers may be cut: between its quantiles, at numbers that a person can remember. */

/** Cuts of a column at most. */
export const MOST_CUTS = 32;
/** Digits that a number in double precision has at least. */
const DIGITS = 15;

/**
 * The roundest number in (low, high]: `x < it` parts the two wherever between them it lies, and 40 is read more easily
 * than 39.73.
 *
 * @param low below `high`
 */
export function roundest(low: number, high: number): number {
  const size = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let exponent = size; exponent > size - DIGITS; exponent -= 1) {
    // Powers below 1 have no exact form: parts of 10 have.
    const factor = 10 ** Math.abs(exponent);
    const steps = Math.floor(exponent < 0 ? high * factor : high / factor);
    const value = exponent < 0 ? steps / factor : steps * factor;
    if (value > low && value <= high) return value;
  }
  return high;
}

/** Index of the first number above, or not below, another one. */
function firstIndex(sorted: Float64Array, isThere: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isThere(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where each further value begins; as soon as there are more than so many, none. */
function beginnings(sorted: Float64Array, most: number): number[] | null {
  const result: number[] = [];
  for (let i = 1; i < sorted.length; i += 1) {
    if (sorted[i] === sorted[i - 1]) continue;
    if (result.length === most) return null;
    result.push(i);
  }
  return result;
}

/** Where parts of equal size begin; a value that fills several of them is one part, and the others share what is left. */
function evenBeginnings(sorted: Float64Array, most: number): number[] {
  const result: number[] = [];
  const { length } = sorted;
  let from = 0;
  for (let left = most; left > 0; left -= 1) {
    const wanted = sorted[from + Math.max(1, Math.round((length - from) / (left + 1)))];
    if (wanted === undefined) break;
    const isLong = wanted === sorted[from];
    const at = firstIndex(sorted, (value) => (isLong ? value > wanted : value >= wanted));
    if (at === length) break;
    result.push(at);
    from = at;
  }
  return result;
}

/**
 * @param sorted ascending, without NaN
 * @returns ascending; `x < point` is true of some of the numbers and not of all
 */
export function cutPoints(sorted: Float64Array, most = MOST_CUTS): number[] {
  const places = beginnings(sorted, most) ?? evenBeginnings(sorted, most);
  return places.map((at) => roundest(sorted[at - 1]!, sorted[at]!));
}

/** How many of the points a value is not below. @param points ascending */
export function partOf(points: readonly number[], value: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < points[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
