/** Settings of actions that a log never shows. */
import { z } from 'zod';

const name = z.string().min(1);

export const unloggedSettings = {
  noActionReward: z
    .number()
    .optional()
    .describe(
      'what leaving a customer alone is worth, with all that follows, where the log never shows it: an assumption, and asked for there alone (also --no-action-reward)',
    ),
  startsFrom: z
    .record(name, name)
    .optional()
    .describe(
      'new actions that the log never shows, each with the logged one whose values it starts from: startsFrom.push=email',
    ),
};
