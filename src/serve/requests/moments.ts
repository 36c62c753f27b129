/** Times as a model's schema has them: dates and times, or numbers in its unit. */
import type { LogSchema } from '../../dataset/schema/log-schema';
import { momentOf, unitMilliseconds } from '../../dataset/schema/time-units';

type TimeForm = Pick<LogSchema, 'timeUnit' | 'timeZone'>;

/** Of a model that knows no schema. */
export const UTC: TimeForm = { timeUnit: undefined, timeZone: 'UTC' };

/** @returns milliseconds, or steps; NaN if it is no such moment */
export function toldMoment(said: string | number, form: TimeForm): number {
  // A bare number is no date.
  if (typeof said === 'number' && form.timeUnit === undefined) return NaN;
  return momentOf(String(said), form);
}

export function expectedMoment({ timeUnit }: TimeForm): string {
  return timeUnit === undefined
    ? 'a date or time such as 2026-11-28T14:05:00Z'
    : `a number of ${timeUnit === 'step' ? 'steps' : timeUnit}`;
}

/** The moment as a log of this schema has it. @param moment milliseconds, or steps */
export function writtenMoment(moment: number, { timeUnit }: TimeForm): string | number {
  return timeUnit === undefined ? new Date(moment).toISOString() : moment / unitMilliseconds[timeUnit];
}
