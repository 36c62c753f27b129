/** Lengths of time as a schema file writes them: `14d`, `36h`, `90m`, `30s`, `2w`. */
import { z } from 'zod';

export { DAY, milliseconds } from './lengths-of-time';

/** A text such as `14d`; read as milliseconds. */
export const duration = z
  .string()
  .regex(/^(?=.*[1-9])\d+(\.\d+)?[smhdw]$/, 'expected a length of time such as 14d, 36h or 2w')
  .describe('a length of time: seconds s, minutes m, hours h, days d, weeks w');
