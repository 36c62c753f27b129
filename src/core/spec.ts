/** What an array of observations may hold: checked by the conformance suite, printed by the report. */
export interface ArraySpec {
  /** Names of the features, in order; their number is the width of a row. */
  readonly features: readonly string[];
  /** Least value of any feature. */
  readonly low: number;
  /** Largest value of any feature; Infinity where there is no bound. */
  readonly high: number;
}

/** The first value outside the spec as words, or null if the rows of `values` fit. */
export function specViolation(spec: ArraySpec, values: Float32Array): string | null {
  const width = spec.features.length;
  if (values.length % width !== 0) return `${values.length} values are not rows of ${width}`;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (!(value >= spec.low && value <= spec.high)) {
      return `${spec.features[i % width]!} of row ${Math.floor(i / width)} is ${value}, outside [${spec.low}, ${spec.high}]`;
    }
  }
  return null;
}
