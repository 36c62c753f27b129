/** Units of times that are numbers, and moments that a schema file names in the unit of its time column. */
import { numberOrExpectation } from '../read/number-column';
import { zoneOffset } from '../../core/zone-offset';
import { parseTime } from '../read/times';

/** Milliseconds that 1 stands for; a step is no length of time. */
export const unitMilliseconds = {
  ...{ milliseconds: 1, seconds: 1000, hours: 3_600_000, days: 86_400_000 },
  step: 1,
} as const;

export type TimeUnit = keyof typeof unitMilliseconds;

export const timeUnits = Object.keys(unitMilliseconds) as [TimeUnit, ...TimeUnit[]];

export interface TimeForm {
  /** Absent: dates and times. */
  readonly timeUnit?: TimeUnit | undefined;
  readonly timeZone: string;
}

/** @returns as the log has its times: milliseconds, or steps; NaN if it is no such moment */
export function momentOf(said: string, { timeUnit, timeZone }: TimeForm): number {
  const ahead = zoneOffset(timeZone);
  if (timeUnit === undefined) return ahead === null ? NaN : parseTime(said, ahead);
  const number = numberOrExpectation(said);
  return typeof number === 'string' ? NaN : number * unitMilliseconds[timeUnit];
}
