/** Sums of decisions by the states of one column, or of two. */

/** Adds up to each state: from sums by state to sums of all states below. @returns [states + 1, width] */
export function cumulated(histogram: Float64Array, width: number): Float64Array {
  const result = new Float64Array(histogram.length + width);
  for (let at = 0; at < histogram.length; at += 1) result[at + width] = result[at]! + histogram[at]!;
  return result;
}

/** @param states [decisions] @returns [stateCount, width] */
export function histogramOf(
  states: Uint8Array,
  stateCount: number,
  own: Float64Array,
  width: number,
): Float64Array {
  const result = new Float64Array(stateCount * width);
  for (let place = 0, from = 0; place < states.length; place += 1, from += width) {
    const into = states[place]! * width;
    for (let w = 0; w < width; w += 1) result[into + w]! += own[from + w]!;
  }
  return result;
}

/** @returns [states of the first, states of the second, width] */
export function jointHistogram(
  first: Uint8Array,
  second: Uint8Array,
  [rows, columns]: readonly [number, number],
  own: Float64Array,
  width: number,
): Float64Array {
  const result = new Float64Array(rows * columns * width);
  for (let place = 0, from = 0; place < first.length; place += 1, from += width) {
    const into = (first[place]! * columns + second[place]!) * width;
    for (let w = 0; w < width; w += 1) result[into + w]! += own[from + w]!;
  }
  return result;
}

/** The same with the second column first. */
export function transposed(
  joint: Float64Array,
  [rows, columns]: readonly [number, number],
  width: number,
): Float64Array {
  const result = new Float64Array(joint.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      for (let w = 0; w < width; w += 1)
        result[(column * rows + row) * width + w] = joint[(row * columns + column) * width + w]!;
  return result;
}
