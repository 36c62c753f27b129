/** When something is due that happens every so many steps. */

/**
 * Whether a counter that grew from `before` to `after` reached or passed a multiple of `interval`. Counters grow by
 * the number of lanes, so testing `after % interval === 0` would miss most multiples.
 *
 * @throws RangeError unless interval is positive
 */
export function crossesMultiple(before: number, after: number, interval: number): boolean {
  if (!(interval > 0)) throw new RangeError(`crossesMultiple: interval must be > 0, got ${interval}`);
  return Math.floor(after / interval) > Math.floor(before / interval);
}
