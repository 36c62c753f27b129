/** Command-line flags out of zod schemas: one declaration gives the help, the default and the check. */
import type { Options } from 'yargs';
import { z } from 'zod';
import { InputError, parseInput, show } from '../core/errors';
import { oneOf } from '../core/expectation';
import { nearest } from '../core/nearest';
import { percentageOf } from '../core/percentage';

interface FlagProperty {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** `noActionReward` → `no-action-reward` */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function properties(schema: z.ZodObject): Readonly<Record<string, FlagProperty>> {
  return (z.toJSONSchema(schema, { io: 'input' }).properties ?? {}) as Record<string, FlagProperty>;
}

function isNumber({ type }: FlagProperty): boolean {
  return type === 'number' || type === 'integer';
}

/** Whether a number is a part of a whole, which may be typed as a percentage too. */
function isShare({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: FlagProperty): boolean {
  const [least, most] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum];
  return least !== undefined && least >= 0 && most !== undefined && most <= 1;
}

/** What is typed for a command in front of its flags, in the writing of yargs: `compare [runs..]`. */
export function typedAs({
  name,
  words,
}: {
  readonly name: string;
  readonly words?: string | undefined;
}): string {
  // Of a group's command the group is typed before.
  const own = name.split(' ').at(-1)!;
  return words === undefined ? own : `${own} [${flagName(words)}..]`;
}

/**
 * What yargs needs to know. Values stay text, so that a message can quote what was typed: of a flag that is declared
 * both string and number, yargs hands over the text and prints `[number]`.
 */
export function yargsOptions(schema: z.ZodObject): Record<string, Options> {
  const entries = Object.entries(properties(schema)).map(([key, property]) => {
    const { type, description, default: value } = property;
    const options: Options = {
      describe: description ?? '',
      ...(type === 'boolean' ? { boolean: true } : { string: true }),
      ...(type === 'array' ? { array: true } : {}),
      ...(isNumber(property) ? { number: true } : {}),
      ...(value !== undefined && value !== false ? { defaultDescription: JSON.stringify(value) } : {}),
    };
    return [flagName(key), options] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * yargs takes `-0.5` for a flag: a value that begins as a negative number does is joined to the flag before it.
 *
 * @param argv as they were typed
 */
export function withNegativeValues(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of argv) {
    const flag = joined.at(-1);
    if (/^-\.?\d/.test(argument) && flag !== undefined && /^--[a-z][a-z-]*$/.test(flag))
      joined[joined.length - 1] = `${flag}=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function typedValue(value: unknown, property: FlagProperty): unknown {
  if (!isNumber(property) || typeof value !== 'string') return value;
  if (NUMBER.test(value)) return Number(value);
  return (isShare(property) ? percentageOf(value) : null) ?? value;
}

/**
 * yargs reads every value of a switch but "true" as false: `--gate=1` would silently leave the gate open.
 *
 * @throws InputError for a switch with another value than true or false
 */
export function expectSwitches(schema: z.ZodObject, argv: readonly string[]): void {
  for (const argument of argv) {
    const [, name, value] = /^--([^=]+)=(.*)$/s.exec(argument) ?? [];
    if (value === undefined || value === 'true' || value === 'false') continue;
    const match = Object.entries(properties(schema)).find(([key]) => flagName(key) === name);
    if (name === 'help' || name === 'version' || match?.[1].type === 'boolean') {
      throw new InputError(`--${name}: expected no value, true or false, got ${show(value)}`);
    }
  }
}

/**
 * Every name that was typed must be a flag's.
 *
 * @param command whose flags they are; words that it takes are no longer under `_`
 * @param args flags by their names on the command line, and words without a flag under `_`, the command's own first
 * @throws InputError for the first flag, or word, that the command does not have
 */
export function expectKnownFlags(
  command: string,
  schema: z.ZodObject,
  args: Readonly<Record<string, unknown>>,
): void {
  const known = [...Object.keys(schema.shape).map(flagName), 'help', 'version'];
  const unknown = Object.keys(args).find((name) => !known.includes(name) && name !== '_' && name !== '$0');
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    const dashed = unknown.length === 1 ? `-${unknown}` : `--${unknown}`;
    const hint = meant === null ? `${command} --help shows those there are` : `did you mean --${meant}?`;
    throw new InputError(`${command}: unknown flag ${dashed}; ${hint}`);
  }
  const word = (args._ as readonly unknown[])[command.split(' ').length];
  if (word !== undefined) {
    throw new InputError(
      `${command}: expected flags alone (${command} --help shows them), got ${show(word)}`,
    );
  }
}

/** What a flag without its value should have had. */
function expectedValue(name: string, choices: FlagProperty['enum']): string {
  return choices === undefined ? `a value (--${name}=VALUE if it begins with "-")` : oneOf(choices);
}

/** @throws InputError for a flag that is given without a value, or oftener than it has values for */
function expectOneValue(name: string, { type, enum: choices }: FlagProperty, value: unknown): void {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0 || values.includes('')) {
    throw new InputError(`--${name}: expected ${expectedValue(name, choices)}, got nothing`);
  }
  if (values.length > 1 && type !== 'array') {
    throw new InputError(`--${name}: expected once, got ${values.map(show).join(' and ')}`);
  }
}

/**
 * Checks what yargs parsed.
 *
 * @param args flags by their names on the command line
 * @param words key of the list that is typed without a flag, if there is one
 * @throws InputError `--flag: expected ..., got ...`
 */
export function parseFlags<Schema extends z.ZodObject>(
  schema: Schema,
  args: Readonly<Record<string, unknown>>,
  words?: string,
): z.output<Schema> {
  const values: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(properties(schema))) {
    const name = flagName(key);
    const value = args[name];
    const check = schema.shape[key] as z.ZodType;
    if (key === words) {
      values[key] = value;
    } else if (value !== undefined) {
      expectOneValue(name, property, value);
      values[key] = typedValue(value, property);
    } else if (!check.safeParse(undefined).success) {
      throw new InputError(
        `--${name}: expected a value (${property.description ?? 'required'}), got nothing`,
      );
    }
    parseInput(key === words ? name : `--${name}`, check, values[key]);
  }
  return parseInput('command line', schema, values);
}
