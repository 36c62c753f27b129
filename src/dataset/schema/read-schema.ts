/** Schema files, JSON or YAML: of a company's log, or of rows that hold their state ready made. */
import { InputError, parseInput, show } from '../../core/errors';
import { schemaConfigSchema, type SchemaConfig } from '../schema-config';
import { logSchema, type LogSchema } from './log-schema';
import { isYamlFile, readDocument } from './read-document';

/** YAML needs no braces, and may be empty. */
function expectKeys(file: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const found = value === null ? 'no key at all' : show(value);
  throw new InputError(`${file}: expected keys with their values, such as action: channel, got ${found}`);
}

function hasState(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'state' in value;
}

/**
 * A schema with `state` describes rows of the published form; any other a company's log.
 *
 * @throws InputError naming the file, and the line or key that is wrong
 */
export function readSchemaFile(file: string): SchemaConfig | LogSchema {
  const value = isYamlFile(file) ? expectKeys(file, readDocument(file)) : readDocument(file);
  return hasState(value) ? parseInput(file, schemaConfigSchema, value) : parseInput(file, logSchema, value);
}

/** Whether rows hold their state ready made, as the published ones do. */
export function isStudySchema(schema: SchemaConfig | LogSchema): schema is SchemaConfig {
  return hasState(schema);
}
