/** cases.json: example rows of a saved model, so that whoever loads it can see that it decides as it did. */
import { z } from 'zod';
import { toldDecisionSchema } from '../dataset/decisions/told-decision';

const finite = z.number();

export const decisionCaseSchema = z
  .strictObject({
    columns: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('the raw columns; absent where the model takes a state'),
    state: z.array(finite).readonly().optional().describe('[features] of a model that takes no raw columns'),
    history: z
      .array(toldDecisionSchema)
      .readonly()
      .nullable()
      .describe('earlier decisions of the customer; null where nobody knows them'),
    allowed: z
      .array(z.union([z.literal(0), z.literal(1)]))
      .readonly()
      .describe('[actions] 0 where eligibility or a rule bars an action'),
    barred: z
      .record(z.string(), z.string())
      .describe('why actions may not be taken: eligibility, a rule, or what the log lacks'),
    qValues: z.array(finite).readonly().describe('[actions] in the units of the reward'),
    action: z.string().describe('what is done'),
    reason: z.string(),
  })
  .readonly();

export const casesSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    about: z.string(),
    tolerance: z
      .number()
      .positive()
      .describe('of Q-values where these were computed, of the largest of a row or of 1'),
    actions: z.array(z.string()).readonly(),
    cases: z.array(decisionCaseSchema).min(1).readonly(),
  })
  .readonly();

export type DecisionCase = z.output<typeof decisionCaseSchema>;
export type DecisionCases = z.output<typeof casesSchema>;
