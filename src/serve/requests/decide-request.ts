/** The body of `POST /decide`: one customer, or several. */
import { z } from 'zod';

const id = z.string().min(1).max(256);
const moment = z.union([z.string().max(64), z.number()], { error: 'expected a date or time, or a number' });

/** Earlier contacts that a request may tell of one customer. */
const MOST_HISTORY = 10_000;

export const toldContactSchema = z.strictObject({
  time: moment.describe('when, in the form of the time column of the log trained on'),
  action: id.describe('what was done, by the name that the log calls it'),
  reward: z.number().nullable().optional().describe('what it earned, as far as it is known'),
});

export const customerSchema = z.strictObject({
  customer: id.optional().describe('who it is, for the decision log and the contact store'),
  columns: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'business columns by name, null where not known: what GET /policy lists, but those that the service knows of the customer',
    ),
  state: z
    .array(z.number())
    .max(100_000)
    .optional()
    .describe('features in order, of a model that takes no columns'),
  history: z
    .array(toldContactSchema)
    .max(MOST_HISTORY)
    .optional()
    .describe(
      'all earlier contacts; without it those that the service keeps, and without a store none is known',
    ),
  time: moment.optional().describe('when it is decided; now where it is not said'),
  group: id.optional().describe('group of an experiment, which is logged beside the decision'),
});

export type AskedInRequest = z.output<typeof customerSchema>;

/** @param most customers in one request */
export function severalSchema(most: number) {
  return z.strictObject({ customers: z.array(customerSchema).min(1).max(most) });
}

/** Whether a body is of several customers: the key of one cannot be called so. */
export function isSeveral(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'customers');
}
