/** What a failed check expected, in words for whoever wrote the value. */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in brackets',
  object: 'an object in braces',
  record: 'an object in braces',
};

/** `> 0`, `>= 1` */
function bound(sign: '<' | '>', limit: number | bigint, inclusive: boolean | undefined): string {
  return `${sign}${inclusive === false ? '' : '='} ${limit}`;
}

function sized(origin: string, sign: '<' | '>', limit: number | bigint, inclusive?: boolean): string {
  if (origin === 'array') return `a list with ${bound(sign, limit, inclusive)} entries`;
  if (origin === 'string') return `text with ${bound(sign, limit, inclusive)} characters`;
  return `a number ${bound(sign, limit, inclusive)}`;
}

/** Choices as they stand in a file: text quoted, numbers bare. */
export function oneOf(values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value)));
  return texts.length === 1 ? texts[0]! : `one of ${texts.join(', ')}`;
}

/**
 * @returns such as `a number > 0` or `one of "fit", "none"`; null where only the check itself can say what it wants,
 *   in the issue's message
 */
export function expectationOf(issue: z.core.$ZodIssue): string | null {
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? null;
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'too_small') return sized(issue.origin, '>', issue.minimum, issue.inclusive);
  if (issue.code === 'too_big') return sized(issue.origin, '<', issue.maximum, issue.inclusive);
  if (issue.code === 'invalid_key') return 'another key';
  return null;
}
