/** Scores of classes to probabilities, where some classes may be barred. */

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { exp, log } = Math;

/**
 * [classes] scores of one row to probabilities, in place.
 *
 * @param temperature by which scores are divided. @default 1
 * @returns log of the sum of exponentials
 */
export function softmax(scores: Float64Array, temperature = 1): number {
  let largest = -Infinity;
  for (let k = 0; k < scores.length; k += 1) if (scores[k]! > largest) largest = scores[k]!;
  let sum = 0;
  for (let k = 0; k < scores.length; k += 1) sum += scores[k] = exp((scores[k]! - largest) / temperature);
  for (let k = 0; k < scores.length; k += 1) scores[k]! /= sum;
  return largest / temperature + log(sum);
}

/**
 * A choice among fewer is a choice by the same scores: what is barred gets the probability 0 and pulls at no coefficient.
 * A fit of all rows alike whose probabilities are masked afterwards is another, and wrong: an action barred in half of
 * the rows would look half as likely where it is allowed.
 *
 * @param scores [classes] of one row, those barred made -Infinity
 * @param allowed [rows, classes] 1 where the class could be; null where all could
 */
export function barClasses(scores: Float64Array, allowed: ArrayLike<number> | null, row: number): void {
  if (allowed === null) return;
  for (let k = 0; k < scores.length; k += 1)
    if (allowed[row * scores.length + k] === 0) scores[k] = -Infinity;
}

/** @throws RangeError where a row's own class is barred: it would have no probability, and the loss no value */
export function expectOwnAllowed(
  labels: ArrayLike<number>,
  classes: number,
  allowed: ArrayLike<number> | null,
): void {
  if (allowed === null) return;
  for (let row = 0; row < labels.length; row += 1)
    if (allowed[row * classes + labels[row]!] === 0)
      throw new RangeError(`allowed: expected each row's own class, but row ${row} bars ${labels[row]}`);
}
