/** Features made from the columns of a log: numbers between 0 and 1, fitted on all rows. */

/** One feature of the state, computed for the rows that are wanted only. */
export interface Feature {
  readonly name: string;
  at(row: number): number;
}

/**
 * `x * scale + (0 - min * scale)` with `scale = 1 / (max - min)`, in the order in which scikit-learn's MinMaxScaler
 * computes it, so that the published digits come out. A constant column becomes 0.
 */
export function minMaxFeature(name: string, values: Float64Array): Feature {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const scale = max > min ? 1 / (max - min) : 1;
  const offset = 0 - min * scale;
  return { name, at: (row) => values[row]! * scale + offset };
}

/**
 * One feature `<column>_<category>` per category, 1 where the row has it, else 0.
 *
 * @param codes [rows] index into `names`
 * @param categories in the order of the features
 */
export function oneHotFeatures(
  column: string,
  codes: Int32Array,
  names: readonly string[],
  categories: readonly string[],
): Feature[] {
  return categories.map((category) => {
    const code = names.indexOf(category);
    return { name: `${column}_${category}`, at: (row) => (codes[row] === code ? 1 : 0) };
  });
}
