/** Lengths of time as a schema file writes them: `14d`, `36h`, `90m`, `30s`, `2w`. */
import { z } from 'zod';

const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

export const DAY = MILLISECONDS.d;

/** A text such as `14d`; read as milliseconds. */
export const duration = z
  .string()
  .regex(/^(?=.*[1-9])\d+(\.\d+)?[smhdw]$/, 'expected a length of time such as 14d, 36h or 2w')
  .describe('a length of time: seconds s, minutes m, hours h, days d, weeks w');

/** @returns milliseconds */
export function milliseconds(text: string): number {
  const unit = text.at(-1) as keyof typeof MILLISECONDS;
  return Number(text.slice(0, -1)) * MILLISECONDS[unit];
}
