/**
 * A lower bound of the mean of independent, identically distributed numbers that are not negative.
 *
 * @param values [units] >= 0
 * @param scale about as large as their mean may be, such as the declared range of the rewards; fixed without a look at them
 * @param level probability with which the mean lies above, one-sided
 * @returns at least 0, which is all that may be known
 * @throws RangeError naming the row of a negative value
 */
export type LowerBound = (values: Float64Array, scale: number, level: number) => number;
