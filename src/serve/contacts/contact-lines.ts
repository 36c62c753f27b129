/** The lines of a contact store, short as there are many: a contact, what it earned, or that it did not come about. */
import { z } from 'zod';

const contact = z.strictObject({
  c: z.string().describe('customer'),
  t: z.number().describe('time, milliseconds or steps'),
  a: z.string().describe('action'),
  d: z.string().describe('id of the decision'),
});
const reward = z.strictObject({ c: z.string(), d: z.string(), r: z.number().describe('what it earned') });
const undone = z.strictObject({ c: z.string(), d: z.string(), u: z.literal(1) });

export const contactLineSchema = z.union([contact, reward, undone]);
export type ContactLine = z.output<typeof contactLineSchema>;
