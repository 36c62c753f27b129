/**
 * Classes too rare for a fit, and rows that stand for several: what turns probabilities of the frequent classes of a
 * sample into those of all classes of the population that it was drawn from.
 */

export interface ClassShares {
  /** Classes with enough rows for a fit, ascending. */
  readonly frequent: readonly number[];
  /** [classes] share of those that are not, of the rows where they could be; 0 for the frequent ones */
  readonly rare: readonly number[];
  /** [classes] rows of the population that one of the sample stands for, on average; of a class without rows, that of all */
  readonly weights: readonly number[];
  readonly rows: number;
}

export interface LabelledRows {
  /** [rows] class of each, in 0..classes - 1 */
  readonly labels: ArrayLike<number>;
  /** [rows] rows of the population that each stands for */
  readonly weights: ArrayLike<number>;
  /** [rows, classes] 0 for a class that the row could not be of; null where each could be any */
  readonly allowed: ArrayLike<number> | null;
  readonly classes: number;
}

/** [classes] rows where each could be */
function possibleRows({ labels, allowed, classes }: LabelledRows): Float64Array {
  const result = new Float64Array(classes);
  if (allowed === null) return result.fill(labels.length);
  for (let i = 0; i < labels.length * classes; i += 1) result[i % classes]! += allowed[i]!;
  return result;
}

/** @param fewest rows of a class of which a fit can be made; rarer ones get a share, one row more than seen, so that none is impossible */
export function classShares(sample: LabelledRows, fewest: number): ClassShares {
  const { labels, weights, classes } = sample;
  const [counts, sums] = [new Float64Array(classes), new Float64Array(classes)];
  let total = 0;
  for (let row = 0; row < labels.length; row += 1) {
    counts[labels[row]!]! += 1;
    sums[labels[row]!]! += weights[row]!;
    total += weights[row]!;
  }
  const all = [...counts.keys()];
  const frequent = all.filter((k) => counts[k]! >= fewest);
  const rareCount = classes - frequent.length;
  const possible = possibleRows(sample);
  return {
    ...{ frequent, rows: labels.length },
    rare: all.map((k) => (counts[k]! >= fewest ? 0 : (counts[k]! + 1) / (possible[k]! + rareCount))),
    weights: all.map((k) => (counts[k] === 0 ? total / labels.length : sums[k]! / counts[k]!)),
  };
}

/**
 * Probabilities of the population's choice in one row: that of the sample, each class times the rows that one of its
 * own stands for (what was left out was chosen all the same), none for what is barred, made to sum to 1:
 * p(k | x) = w_k p'(k | x) / Σ_k' w_k' p'(k' | x).
 *
 * @param guessed [.., frequent] probabilities of the frequent classes among each other, of the sample
 * @param guess row of `guessed`
 * @param allowed [rows, classes]; null where each could be any
 * @param row row of `allowed`
 * @param into [.., classes]
 * @param start where in `into` the row begins
 * @see King & Zeng (2001), Logistic regression in rare events data, https://doi.org/10.1093/oxfordjournals.pan.a004868
 */
export function writeProbabilities(
  { frequent, rare, weights, rows }: ClassShares,
  guessed: ArrayLike<number>,
  guess: number,
  allowed: ArrayLike<number> | null,
  row: number,
  into: Float64Array,
  start = 0,
): void {
  const { length: classes } = rare;
  const first = row * classes;
  let left = 1;
  for (let k = 0; k < classes; k += 1) {
    const share = allowed === null || allowed[first + k] !== 0 ? rare[k]! : 0;
    into[start + k] = share;
    left -= share;
  }
  // Several rare ones may each be all that is allowed where they were seen, which leaves nothing to the others.
  left = Math.max(left, 1 / (rows + classes));
  let possible = 0;
  for (let index = 0; index < frequent.length; index += 1) {
    const k = frequent[index]!;
    if (allowed === null || allowed[first + k] !== 0)
      possible += into[start + k] = guessed[guess * frequent.length + index]!;
  }
  for (let index = 0; index < frequent.length; index += 1) {
    const at = start + frequent[index]!;
    if (into[at]! > 0) into[at]! *= left / possible;
  }
  let sum = 0;
  for (let k = 0; k < classes; k += 1) sum += into[start + k]! *= weights[k]!;
  for (let k = 0; k < classes; k += 1) into[start + k]! /= sum;
}

export interface FrequentRows {
  /** indices of the rows of the frequent classes */
  readonly rows: Int32Array;
  /** [rows] class of each, as its place among the frequent ones */
  readonly labels: Int32Array;
  /** [rows] what each row counts in a fit */
  readonly weights: Float64Array;
  /** [rows, frequent] */
  readonly allowed: Uint8Array | null;
  /** How many classes are frequent. */
  readonly classes: number;
}

/**
 * The rows of a fit whose probabilities `writeProbabilities` corrects: where all rows of a class stand for as many, their
 * weights are all 1, and the correction is all; what differs within a class is left to the fit.
 */
export function amongFrequent({ frequent, weights }: ClassShares, sample: LabelledRows): FrequentRows {
  const { labels, allowed, classes } = sample;
  const placeOf = new Map(frequent.map((k, place) => [k, place]));
  const rows = Int32Array.from({ length: labels.length }, (_, row) => row).filter((row) =>
    placeOf.has(labels[row]!),
  );
  const count = frequent.length;
  return {
    ...{ rows, classes: count, labels: Int32Array.from(rows, (row) => placeOf.get(labels[row]!)!) },
    weights: Float64Array.from(rows, (row) => sample.weights[row]! / weights[labels[row]!]!),
    allowed:
      allowed === null
        ? null
        : Uint8Array.from(
            { length: rows.length * count },
            (_, i) => allowed[rows[Math.floor(i / count)]! * classes + frequent[i % count]!]!,
          ),
  };
}
