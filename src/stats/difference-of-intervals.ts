/** The difference of two estimates of which each has an interval of its own. */

/** Of a level that both have. */
export interface KnownInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * First minus second, of estimates that err independently: at each end, both intervals' arms to it, as the root of their
 * squares. Unlike standard errors they may be lopsided, as those of shares near 0 are. Of Wilson's intervals it is
 * Newcombe's (1998) tenth method. Where what is common to both makes them err alike, it is too wide rather than too narrow.
 *
 * @see Zou & Donner (2008), Construction of confidence limits about effect measures, https://doi.org/10.1002/sim.3095
 */
export function differenceOfIntervals(first: KnownInterval, second: KnownInterval): KnownInterval {
  const value = first.value - second.value;
  return {
    value,
    low: value - Math.hypot(first.value - first.low, second.high - second.value),
    high: value + Math.hypot(first.high - first.value, second.value - second.low),
  };
}
