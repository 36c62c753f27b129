/** Rows to train on and rows held out. */
import { InputError } from '../core/errors';
import { numpyPermutation } from './numpy-permutation';

export interface RowSplit {
  /** Row indices, in random order. */
  readonly train: Int32Array;
  /** Row indices, in random order. */
  readonly test: Int32Array;
}

/**
 * Splits rows at random as scikit-learn's `train_test_split` does: the first ceil(n * testShare) entries of a
 * permutation are the test rows, so that the published split is reproduced.
 *
 * @param n number of rows
 * @param testShare in (0, 1)
 * @param seed whole number in [0, 2^32)
 * @throws InputError if there are too few rows for either side to have one
 * @throws RangeError for another share or seed
 */
export function splitRows(n: number, testShare = 0.2, seed = 42): RowSplit {
  if (!(testShare > 0 && testShare < 1)) {
    throw new RangeError(`splitRows: expected 0 < testShare < 1, got ${testShare}`);
  }
  const testRows = Math.ceil(n * testShare);
  if (testRows === 0 || testRows >= n) {
    throw new InputError(`split: expected rows enough for a test share of ${testShare}, got ${n}`);
  }
  const order = numpyPermutation(n, seed);
  return { train: order.slice(testRows), test: order.slice(0, testRows) };
}
