/** What a schema file may say, by the schema that reads it. */
import { z } from 'zod';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { table } from './markdown';

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
}

function meaning({ description = '', default: value, enum: choices }: Property): string {
  const oneOf =
    choices === undefined
      ? ''
      : ` (${choices.map((one) => `\`${one === '\t' ? 'tab' : String(one)}\``).join(', ')})`;
  const start = value === undefined ? '' : `; default \`${JSON.stringify(value)}\``;
  return `${description}${oneOf}${start}`;
}

/** A row per key of the schema file of a company's log. */
export function schemaTable(): string {
  const { properties = {} } = z.toJSONSchema(logSchema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Readonly<Record<string, Property>>;
  };
  return table(
    ['key', 'what it says'],
    Object.entries(properties)
      .filter(([key]) => key !== 'shaping')
      .map(([key, property]) => [`\`${key}\``, meaning(property)]),
  );
}
