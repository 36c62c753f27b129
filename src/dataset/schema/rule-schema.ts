/** Contact rules as a schema file declares them: caps, cool-downs, orders and opt-outs. */
import { z } from 'zod';
import { duration } from './durations';

const action = z.string().trim().min(1);
const actions = z
  .union([action.transform((one) => [one]), z.array(action).min(1)], {
    error: 'expected the name of an action, or a list of some',
  })
  .describe('an action, or several');

const cap = z
  .strictObject({
    atMost: z.int().min(0).describe('contacts'),
    of: actions,
    within: duration.describe('length of the window, which ends with the decision'),
  })
  .readonly();

const coolDown = z
  .strictObject({
    notAfter: action.describe('the earlier contact'),
    action: actions.describe('what may not follow'),
    within: duration.optional().describe('for how long; without it for ever'),
  })
  .readonly();

const never = z
  .strictObject({
    never: actions,
    where: z
      .record(
        z.string(),
        z.union([z.boolean(), z.number(), z.string()], { error: 'expected true, false, a number or text' }),
      )
      .refine((where) => Object.keys(where).length > 0, 'expected a column and its value')
      .describe('columns and the values they must all have'),
  })
  .readonly();

/** `atMost` is a cap in a sliding window, `notAfter` a cool-down or an order, `never` an opt-out. */
export const ruleSchema = z.union([cap, coolDown, never], {
  error:
    'expected { atMost, of, within }, { notAfter, action, within } or { never, where } with the names of actions',
});

export type Rule = z.output<typeof ruleSchema>;
