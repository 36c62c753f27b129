/** Command-line flags out of zod schemas: one declaration gives the help, the default and the check. */
import type { Options } from 'yargs';
import { z } from 'zod';
import { InputError, parseInput, show } from '../core/errors';

interface FlagProperty {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

/** `noActionReward` → `no-action-reward` */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function properties(schema: z.ZodObject): Readonly<Record<string, FlagProperty>> {
  return (z.toJSONSchema(schema, { io: 'input' }).properties ?? {}) as Record<string, FlagProperty>;
}

/** What yargs needs to know; values stay text, so that a message can quote what was typed. */
export function yargsOptions(schema: z.ZodObject): Record<string, Options> {
  const entries = Object.entries(properties(schema)).map(([key, { type, description, default: value }]) => {
    const options: Options = {
      describe: description ?? '',
      requiresArg: type !== 'boolean',
      ...(type === 'boolean' ? { boolean: true } : { string: true }),
      ...(type === 'array' ? { array: true } : {}),
      ...(value !== undefined && value !== false ? { defaultDescription: JSON.stringify(value) } : {}),
    };
    return [flagName(key), options] as const;
  });
  return Object.fromEntries(entries);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function typedValue(value: unknown, type: string | undefined): unknown {
  const numeric = type === 'number' || type === 'integer';
  return numeric && typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
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
 * Checks what yargs parsed.
 *
 * @param args flags by their names on the command line
 * @throws InputError `--flag: expected ..., got ...`
 */
export function parseFlags<Schema extends z.ZodObject>(
  schema: Schema,
  args: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const values: Record<string, unknown> = {};
  for (const [key, { type }] of Object.entries(properties(schema))) {
    const value = args[flagName(key)];
    if (value === '') throw new InputError(`--${flagName(key)}: expected a value, got ""`);
    if (value !== undefined) values[key] = typedValue(value, type);
    parseInput(`--${flagName(key)}`, schema.shape[key] as z.ZodType, values[key]);
  }
  return parseInput('command line', schema, values);
}
