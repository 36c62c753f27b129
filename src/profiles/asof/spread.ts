/** [length] values of some rows in their places, NaN of all others. @param rows [values] */
export function spread(values: Float64Array, rows: Int32Array, length: number): Float64Array {
  const all = new Float64Array(length).fill(NaN);
  values.forEach((value, place) => (all[rows[place]!] = value));
  return all;
}
