/**
 * A policy that a person can write down: leaves tried in order, of which the first that a decision matches says how
 * probable each action is. The form is that of GrowthBook's contextual bandits.
 */
import { z } from 'zod';

const text = z.string().trim().min(1);
const textOrNumber = z.union([text, z.number()], { error: 'expected text or a number' });
const value = z.union([text, z.number(), z.boolean()], { error: 'expected text, a number, true or false' });
const list = z.array(textOrNumber).min(1).readonly();

const hasEntries = (record: object) => Object.keys(record).length > 0;

/** What to say of a value of another type, and of a key that is none. */
const ofType = (expectation: string, keys?: readonly string[]) => (issue: { readonly code?: string }) => {
  if (issue.code === 'unrecognized_keys') return keys && `expected ${keys.join(', ')}`;
  return issue.code === 'invalid_type' ? expectation : undefined;
};

const operatorShape = {
  in: list.optional().describe('one of these'),
  notIn: list.optional().describe('none of these'),
  eq: value.optional().describe('this; a bare value means it too'),
  ne: value.optional().describe('another than this'),
  lt: textOrNumber.optional().describe('less'),
  lte: textOrNumber.optional().describe('less, or equal'),
  gt: textOrNumber.optional().describe('greater'),
  gte: textOrNumber.optional().describe('greater, or equal'),
  missing: z.boolean().optional().describe('whether the cell is missing'),
};

/** What a condition may ask of a column, and what it means: for help. */
export const ruleOperators: readonly (readonly [name: string, meaning: string])[] = Object.entries(
  operatorShape,
).map(([name, { description = '' }]) => [name, description]);

const operatorNames = Object.keys(operatorShape);

const operators = z
  .strictObject(operatorShape, {
    error: ofType('expected a value, or an object in braces such as { "lt": 40 }', operatorNames),
  })
  // A mistyped operator is told of as that alone.
  .refine(hasEntries, {
    message: `expected at least one operator (${operatorNames.join(', ')})`,
    when: ({ issues }) => issues.length === 0,
  })
  .readonly();

/** What one column must satisfy: every operator that is there. */
export type Operators = z.output<typeof operators>;

function isBare(given: unknown): boolean {
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';
}

const condition = z
  .record(
    z.string(),
    z.preprocess((given) => (isBare(given) ? { eq: given } : given), operators),
    { error: ofType('expected columns and what they must satisfy, such as { "age": { "lt": 40 } }') },
  )
  .refine(hasEntries, 'expected at least one column; a leaf without the key condition takes every row')
  .readonly();

/** How far from 1 rounded weights may sum. */
const SLACK = 1e-6;

export function sumOf(weights: Readonly<Record<string, number>>): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0);
}

const weights = z
  .record(z.string(), z.number().min(0), {
    error: ofType('expected the probability of each action, such as { "email": 0.8, "none": 0.2 }'),
  })
  .superRefine((all, context) => {
    const sum = sumOf(all);
    if (Math.abs(sum - 1) <= SLACK) return;
    const input = Number(sum.toPrecision(9));
    context.addIssue({ code: 'custom', message: 'expected weights that sum to 1', input });
  })
  .readonly();

const leafShape = {
  id: text.describe('name in reports'),
  condition: condition.optional().describe('columns and what all of them must satisfy'),
  weights: weights.describe('probability of each action; of one that is not named 0'),
};

const leaf = z
  .strictObject(leafShape, {
    error: ofType(
      'expected a leaf such as { "id": "rest", "weights": { "email": 1 } }',
      Object.keys(leafShape),
    ),
  })
  .readonly();

/** The first leaf that matches counts; the last takes what is left, so that every row matches one. */
export const rulesFileSchema = z
  .array(leaf, {
    error: ofType(
      'expected a list in brackets of leaves such as { "id": "rest", "weights": { "email": 1 } }',
    ),
  })
  .min(1)
  .superRefine((leaves, context) => {
    const refuse = (path: [number, string], message: string, input: unknown) =>
      context.addIssue({ code: 'custom', path, message, input });
    leaves.forEach(({ id, condition: asked }, i) => {
      if (leaves.findIndex((one) => one.id === id) < i) refuse([i, 'id'], 'expected every id once', id);
      const isLast = i === leaves.length - 1;
      if (isLast && asked !== undefined)
        refuse([i, 'condition'], 'expected none: the last leaf takes every row that is left', asked);
      if (!isLast && asked === undefined)
        refuse([i, 'condition'], 'expected one: only the last leaf takes every row', asked);
    });
  })
  .readonly();

export type Leaf = z.output<typeof leaf>;
