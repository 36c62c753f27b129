/** Command-line flags out of zod schemas: one declaration gives the help, the default and the check. */
import type { Options } from 'yargs';
import { z } from 'zod';
import { parseInput } from '../core/errors';

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
    if (value !== undefined) values[key] = typedValue(value, type);
  }
  for (const [key, value] of Object.entries(values)) {
    parseInput(`--${flagName(key)}`, schema.shape[key] as z.ZodType, value);
  }
  return parseInput('command line', schema, values);
}
