/** What a schema file may say, by the schema that reads it. */
import { z } from 'zod';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { companySchema } from '../../src/profiles/tables/company-schema';
import { table } from './markdown';

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
  readonly properties?: Readonly<Record<string, Property>>;
}

function meaning({ description = '', default: value, enum: choices }: Property): string {
  const oneOf =
    choices === undefined
      ? ''
      : ` (${choices.map((one) => `\`${one === '\t' ? 'tab' : String(one)}\``).join(', ')})`;
  const start = value === undefined ? '' : `; default \`${JSON.stringify(value)}\``;
  return `${description}${oneOf}${start}`;
}

function propertiesOf(schema: z.ZodType): Readonly<Record<string, Property>> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Property;
  return properties;
}

/** A row per key of company.yaml, those of a table below it. */
export function companyKeysTable(): string {
  const rows = Object.entries(propertiesOf(companySchema)).flatMap(([key, property]) => [
    [`\`${key}\``, meaning(property)],
    ...Object.entries(property.properties ?? {}).map(([own, of]) => [`\`${key}.${own}\``, meaning(of)]),
  ]);
  return table(['key', 'what it says'], rows);
}

/** A row per key of the schema file of a company's log. */
export function schemaTable(): string {
  const properties = propertiesOf(logSchema);
  return table(
    ['key', 'what it says'],
    Object.entries(properties)
      .filter(([key]) => key !== 'shaping')
      .map(([key, property]) => [`\`${key}\``, meaning(property)]),
  );
}
