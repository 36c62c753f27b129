/** Where in a long column something is so: counted first, for lists of numbers would take several times the memory. */

/** The indices of those values that are this one, in their order. */
export function placesOf(values: Uint8Array, wanted: number): Int32Array {
  let count = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i] === wanted) count += 1;
  const places = new Int32Array(count);
  let at = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] !== wanted) continue;
    places[at] = i;
    at += 1;
  }
  return places;
}
