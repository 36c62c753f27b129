/** The lines of a decision log: what was decided for whom and how likely it was, and what came of it. */
import { z } from 'zod';

const moment = z.union([z.string(), z.number()]);

export const decisionLineSchema = z.object({
  kind: z.literal('decision'),
  id: z.string().describe('by which outcomes are joined'),
  time: moment.describe('of the decision, in the form of the time column of the log trained on'),
  customer: z.string().nullable(),
  model: z.string().describe('its hash'),
  columns: z
    .record(z.string(), z.unknown())
    .readonly()
    .nullable()
    .describe('raw columns, as far as they are logged; null of a model without'),
  state: z.array(z.number()).readonly().nullable(),
  columnsAsOf: z
    .string()
    .optional()
    .describe(
      'moment of the columns that the service knew of the customer; absent where the request had all',
    ),
  allowed: z.array(z.string()).readonly().describe('actions that neither eligibility nor a rule barred'),
  action: z.string(),
  propensity: z.number().gt(0).max(1),
  value: z.number().describe('more than No Action, by Q-values'),
  reason: z.string(),
  group: z.string().describe('of the experiment; "model" where the request named none'),
});

export const outcomeLineSchema = z.object({
  kind: z.literal('outcome'),
  id: z.string().describe('of the decision'),
  columns: z.record(z.string(), z.union([z.number(), z.boolean()])),
});

export const logLineSchema = z.discriminatedUnion('kind', [decisionLineSchema, outcomeLineSchema]);

export type DecisionLine = z.output<typeof decisionLineSchema>;
export type OutcomeLine = z.output<typeof outcomeLineSchema>;
export type LogLine = z.output<typeof logLineSchema>;

export const lineOf = (line: LogLine): string => `${JSON.stringify(line)}\n`;
