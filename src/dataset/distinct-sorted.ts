/** The different numbers, in order: sorted, as a Set of millions takes several times their memory. */
export function distinctSorted(values: Float64Array): Float64Array {
  // Rows of a customer lie together, and so do their numbers: most repetitions go before anything is sorted.
  const sorted = values.filter((value, i) => i === 0 || value !== values[i - 1]).sort();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}
