/** Features in bins, for trees: which of at most 256 stretches a value lies in. */

const MOST_BINS = 256;

export interface BinnedFeatures {
  readonly width: number;
  /** [rows, width] */
  readonly bins: Uint8Array;
  /** [width] of each feature ascending values: bin b holds what is above cut b - 1, and at most cut b */
  readonly cuts: readonly Float64Array[];
}

/**
 * Cuts half way between neighbouring values: between all of them if they are few, else where about equally many values lie
 * in each bin.
 */
function cutsOf(values: Float64Array): Float64Array {
  const ascending = values.slice().sort();
  const places: number[] = [];
  for (let i = 1; i < ascending.length; i += 1) if (ascending[i]! > ascending[i - 1]!) places.push(i);
  const apart = ascending.length / MOST_BINS;
  const kept: number[] = [];
  for (const place of places)
    if (places.length < MOST_BINS || place >= (kept.length + 1) * apart) kept.push(place);
  return Float64Array.from(
    kept.slice(0, MOST_BINS - 1),
    (place) => (ascending[place - 1]! + ascending[place]!) / 2,
  );
}

/** How many cuts lie below a value. */
function binOf(cuts: Float64Array, value: number): number {
  let [from, to] = [0, cuts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (value > cuts[middle]!) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** @param features [rows, width] without NaN */
export function binFeatures(features: Float64Array, width: number): BinnedFeatures {
  const rows = features.length / width;
  const cuts = Array.from({ length: width }, (_, j) =>
    cutsOf(Float64Array.from({ length: rows }, (_, row) => features[row * width + j]!)),
  );
  const bins = new Uint8Array(features.length);
  for (let at = 0; at < features.length; at += 1) bins[at] = binOf(cuts[at % width]!, features[at]!);
  return { width, bins, cuts };
}
