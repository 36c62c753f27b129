/** The kinds of failure, told apart by who can mend them; the CLI maps them to exit codes. */
import type { z } from 'zod';
import { expectationOf } from './expectation';
import { knownKeys } from './known-keys';
import { didYouMean, nearest } from './nearest';

/** The reader can fix it: a flag, a file, a row. The message is one line: place, expectation, value. Exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A gate or a requirement that the user asked for is not met (`--require-gpu`). Exit code 3. */
export class RequirementError extends Error {
  override readonly name = 'RequirementError';
}

/** The caller broke a contract about the shape of an array. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** A value as it should appear in a message: strings quoted, long ones cut, undefined as "nothing". */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function describeKeys(issue: z.core.$ZodIssueUnrecognizedKeys, schema: z.ZodType): string {
  const others = knownKeys(schema, issue.path).filter((key) => !issue.keys.includes(key));
  const meant = didYouMean(issue.keys[0]!, others);
  // A schema of few keys names them all.
  const own = issue.message.startsWith('expected') ? `; ${issue.message}` : '';
  return `no key ${issue.keys.map(show).join(', ')}${meant === '' ? own : meant}`;
}

/** The issue to tell of: where a key is missing beside one that is nearly it, it was mistyped. */
function tellingIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues;
  if (first?.code !== 'invalid_type' || first.input !== undefined) return first;
  const [place, missing] = [first.path.slice(0, -1).join('.'), String(first.path.at(-1))];
  const mistyped = issues.find(
    (issue) =>
      issue.code === 'unrecognized_keys' &&
      issue.path.join('.') === place &&
      issue.keys.some((key) => nearest(key, [missing]) !== null),
  );
  return mistyped ?? first;
}

/** The value at a path, if there is one: `[value]`. */
function valueAt(value: unknown, path: readonly PropertyKey[]): readonly [unknown] | null {
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return valueAt((value as Readonly<Record<PropertyKey, unknown>>)[key], rest);
}

/**
 * What was found. A check of a whole that names a part is given the whole, and does not say how deep it lies: the part is
 * taken to be the first that an end of the path leads to, the whole where none does.
 */
function foundValue({ code, input, path }: z.core.$ZodIssue): unknown {
  if (code !== 'custom') return input;
  for (let from = 0; from < path.length; from += 1) {
    const part = valueAt(input, path.slice(from));
    if (part !== null) return part[0];
  }
  return input;
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code === 'unrecognized_keys') return describeKeys(issue, schema);
  // A message of the schema's own says more than the kind of the check that failed.
  const own = issue.message.startsWith('expected');
  const kind = own ? null : expectationOf(issue);
  const expectation = kind === null ? issue.message.replace(/^Invalid input: /, '') : `expected ${kind}`;
  return issue.input === undefined && !expectation.startsWith('expected')
    ? expectation
    : `${expectation}, got ${show(foundValue(issue))}`;
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/**
 * One line from a failed zod parse: the issue that tells most, with its path, and how many more there are.
 *
 * @param place where the value came from, for example `run.json` or `--set`
 * @param error result of a parse made with `{ reportInput: true }`, so that the found value is known
 * @param schema that failed, which knows the keys that may have been meant
 * @param pathText how a path stands in the message
 */
export function inputErrorFromZod(
  place: string,
  error: z.ZodError,
  schema: z.ZodType,
  pathText = dotted,
): InputError {
  const first = tellingIssue(error.issues);
  const others = error.issues.length - 1;
  if (first === undefined) return new InputError(`${place}: not valid`);
  const path = pathText(first.path);
  const more = others > 0 ? ` (and ${others} more)` : '';
  return new InputError(`${place}${path === '' ? '' : ` ${path}`}: ${describeIssue(first, schema)}${more}`);
}

/**
 * Parses a value at the edge of the program.
 *
 * @param pathText how a path inside the value stands in the message; its parts between dots by default
 * @throws InputError with `place`, the path inside the value, the expectation and the found value
 */
export function parseInput<Schema extends z.ZodType>(
  place: string,
  schema: Schema,
  value: unknown,
  pathText = dotted,
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) throw inputErrorFromZod(place, result.error, schema, pathText);
  return result.data;
}
