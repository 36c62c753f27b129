/** An earlier decision of a customer as somebody tells it, as JSON. */
import { z } from 'zod';

export const toldDecisionSchema = z.strictObject({
  time: z.union([z.string(), z.number()]).describe('as the column of times has it'),
  action: z.string().describe('as the column of actions has it'),
  reward: z
    .number()
    .nullable()
    .optional()
    .describe('what it earned, net of costs; needed where a feature asks for it'),
});

export type ToldDecision = z.output<typeof toldDecisionSchema>;
