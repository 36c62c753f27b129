/** Numbers that change over a run as pure functions of how far it has come. */

/**
 * From `start` to `end` in a straight line over the first `length` steps, then `end`.
 *
 * @param step steps so far, >= 0
 * @throws RangeError unless length is positive
 */
export function linearSchedule(start: number, end: number, length: number, step: number): number {
  if (!(length > 0)) throw new RangeError(`linearSchedule: length must be > 0, got ${length}`);
  return step >= length ? end : start + (end - start) * (step / length);
}

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
