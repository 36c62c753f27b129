/** What a schema file says of one feature column. */
import { z } from 'zod';

export const featureKinds = ['number', 'count', 'flag', 'category', 'days-since', 'date'] as const;

/**
 * - number: any number
 * - count: a whole number from 0 on, seen on a logarithmic scale
 * - flag: yes or no (true, false, 1, 0, y, n)
 * - category: a name of several
 * - days-since: days since something happened; empty, or what `never` says, where it never did
 * - date: a date or time, seen as days before the decision
 */
export type FeatureKind = (typeof featureKinds)[number];

const kind = z.enum(featureKinds);
const level = z.string().trim().min(1);

const featureSpec = z
  .strictObject({
    kind,
    levels: z
      .array(level)
      .min(1)
      .refine((levels) => new Set(levels).size === levels.length, 'expected every level once')
      .readonly()
      .optional()
      .describe('of a category: all that there are; another one in the file is an error'),
    never: z.number().optional().describe('of days-since: the number that stands for "never"'),
  })
  .refine(({ kind: of, levels }) => levels === undefined || of === 'category', {
    path: ['levels'],
    message: 'expected levels of a category alone',
  })
  .refine(({ kind: of, never }) => never === undefined || of === 'days-since', {
    path: ['never'],
    message: 'expected never of days-since alone',
  });

/** `age: number`, or `segment: { kind: category, levels: [A, B] }`. */
export const featureSchema = z
  .union([kind.transform((of): FeatureSpec => ({ kind: of })), featureSpec], {
    error: `expected a kind (${featureKinds.join(', ')}) or { kind: ... }`,
  })
  .readonly();

export interface FeatureSpec {
  readonly kind: FeatureKind;
  readonly levels?: readonly string[] | undefined;
  readonly never?: number | undefined;
}
