/** The user's schema file: which columns of a log are state, action and reward. */
import { z } from 'zod';
import { encodings } from './read/csv-bytes';
import { separators } from './read/csv-dialect';
import { NO_ACTION } from './logged-rows';

const name = z.string().min(1);

function hasNoDuplicates(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

const names = z.array(name).min(1).refine(hasNoDuplicates, 'expected every name once');

export const schemaConfigSchema = z
  .strictObject({
    state: z
      .union([name, names], { error: 'expected a column name or a list of different column names' })
      .describe('column with a list of numbers as text, or the columns with one number each'),
    action: name.describe('column with the name of what was done'),
    reward: name.describe('column with what it earned'),
    features: names.optional().describe('names of the numbers if the state is one column of lists'),
    noAction: name.default(NO_ACTION).describe('how the action column says that nobody was contacted'),
    costs: z
      .record(name, z.number().min(0))
      .default({})
      .describe('cost of each action, account currency; 0 where not named'),
    separator: z
      .enum(separators)
      .optional()
      .describe('what stands between cells, where the header does not show it'),
    encoding: z
      .enum(encodings)
      .optional()
      .describe('how letters are written as bytes, where it is not UTF-8'),
    shaping: z
      .record(name, z.number())
      .default({})
      .describe(
        'reward shaping of the training environment: terms of the published study to switch on, all off by default',
      ),
  })
  .refine(({ state, features }) => typeof state === 'string' || features === undefined, {
    path: ['features'],
    message: 'expected features only where the state is one column of lists (else the columns are the names)',
  })
  .refine(({ state, action, reward }) => hasNoDuplicates([state, action, reward].flat()), {
    message: 'expected different columns for state, action and reward',
  })
  .readonly();

/**
 * What the columns of a log mean. `shaping` is passed on to the training environment, which knows its terms. A contact
 * like the logged one pays what was logged and anything else nothing; every further term of the published study (a
 * penalty for a mismatch, a bonus for seldom seen states, ...) is off unless the schema file says a value.
 */
export type SchemaConfig = z.output<typeof schemaConfigSchema>;
