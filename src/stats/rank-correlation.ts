/** How alike two orders are: Spearman's rank correlation, ties at their mean rank. */
import type { Estimate } from '../core/estimate';
import { expectLength } from '../core/shape';
import { correlationOf, once, resampledInterval, type CorrelationOptions } from './correlation';

/** Rows from the smallest value to the largest; equal ones share a group. */
interface Order {
  readonly rows: Int32Array;
  /** [rows] in that order: 1 where a value is another than the one before */
  readonly isNew: Uint8Array;
}

function orderOf(values: ArrayLike<number>): Order {
  const rows = Int32Array.from({ length: values.length }, (_, row) => row);
  rows.sort((a, b) => values[a]! - values[b]!);
  const isNew = Uint8Array.from(rows, (row, i) => (i === 0 || values[row] !== values[rows[i - 1]!] ? 1 : 0));
  return { rows, isNew };
}

/** Mean ranks of a sample that has each row so many times; those of rows it does not have mean nothing. */
function ranksInto(ranks: Float64Array, { rows, isNew }: Order, counts: ArrayLike<number>): void {
  let before = 0;
  for (let from = 0, to = 0; from < rows.length; from = to) {
    let group = 0;
    for (to = from; to < rows.length && (to === from || isNew[to] === 0); to += 1)
      group += counts[rows[to]!]!;
    for (let i = from; i < to; i += 1) ranks[rows[i]!] = before + (group + 1) / 2;
    before += group;
  }
}

/** @returns what the correlation comes to in a sample that has each row so many times */
function spearmanOf(predicted: ArrayLike<number>, actual: ArrayLike<number>) {
  expectLength('actual', actual, predicted.length);
  const orders = [orderOf(predicted), orderOf(actual)] as const;
  const [x, y] = [new Float64Array(predicted.length), new Float64Array(predicted.length)];
  return (counts: ArrayLike<number>): number => {
    ranksInto(x, orders[0], counts);
    ranksInto(y, orders[1], counts);
    return correlationOf(x, y, counts);
  };
}

/**
 * From −1 to 1; NaN where all predictions, or all that came, are equal.
 *
 * @throws ShapeError if the lengths differ
 * @see Spearman (1904), https://doi.org/10.2307/1412159
 */
export function rankCorrelation(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  return spearmanOf(predicted, actual)(once(predicted.length));
}

/** The rank correlation with its interval. @throws ShapeError if the lengths differ */
export function rankCorrelationInterval(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: CorrelationOptions,
): Estimate {
  return resampledInterval(spearmanOf(predicted, actual), actual.length, options);
}

/**
 * Rank correlation of a model's predictions minus that of an anchor's: both see the same resampled customers.
 *
 * @throws ShapeError if the lengths differ
 */
export function rankGain(
  model: ArrayLike<number>,
  anchor: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: CorrelationOptions,
): Estimate {
  const [ofModel, ofAnchor] = [spearmanOf(model, actual), spearmanOf(anchor, actual)];
  return resampledInterval((counts) => ofModel(counts) - ofAnchor(counts), actual.length, options);
}
