/** Chosen values of a column. `Float64Array.from` with a function takes ten times as long. */

type TypedArray = Float64Array | Int32Array | Uint8Array;

/** @param rows indices, in the order that is wanted */
export function gathered<Kind extends TypedArray>(values: Kind, rows: Int32Array): Kind {
  const chosen = new (values.constructor as new (length: number) => Kind)(rows.length);
  for (let i = 0; i < rows.length; i += 1) chosen[i] = values[rows[i]!]!;
  return chosen;
}
