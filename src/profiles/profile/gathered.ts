/** The values of some customers, in the order that they are named in. `Float64Array.from` would take ten times as long. */
export function gathered(values: Float64Array, customers: Int32Array): Float64Array {
  const chosen = new Float64Array(customers.length);
  for (let i = 0; i < chosen.length; i += 1) chosen[i] = values[customers[i]!]!;
  return chosen;
}
