/** From where on an action counts as supported by a log that a policy is learned from. */
import { z } from 'zod';

export const supportSettings = z
  .strictObject({
    leastProbability: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe(
        'estimated probability in the log below which an action is not taken by what is learned. Default: from where on the audit expects an action',
      ),
    leastCustomers: z
      .int()
      .positive()
      .default(50)
      .describe(
        'customers trained on who took an action, below which it is not taken by what is learned; rows of a log that names no customers. Default: ours',
      ),
  })
  .readonly();

export type SupportSettings = z.output<typeof supportSettings>;
