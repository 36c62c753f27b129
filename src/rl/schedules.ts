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
