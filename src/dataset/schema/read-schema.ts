/** Schema files, JSON or YAML: of a company's log, or of rows that hold their state ready made. */
import { parseDocument } from 'yaml';
import { InputError, parseInput } from '../../core/errors';
import { readInputFile, readJsonFile } from '../../core/files';
import { schemaConfigSchema, type SchemaConfig } from '../schema-config';
import { logSchema, type LogSchema } from './log-schema';

function readDocument(file: string): unknown {
  if (!/\.ya?ml$/i.test(file)) return readJsonFile(file);
  const document = parseDocument(readInputFile(file).toString('utf8'));
  const [error] = document.errors;
  if (error !== undefined) {
    const [start] = error.linePos ?? [];
    const [what] = error.message.split('\n');
    throw new InputError(`${file}:${start?.line ?? 1}: expected YAML, ${what!.replace(/ at line.*/, '')}`);
  }
  return document.toJS() as unknown;
}

function hasState(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'state' in value;
}

/** @throws InputError naming the file, and the line or key that is wrong */
export function readLogSchema(file: string): LogSchema {
  return parseInput(file, logSchema, readDocument(file));
}

/** A schema with `state` describes rows of the published form; any other a company's log. @throws InputError */
export function readSchemaFile(file: string): SchemaConfig | LogSchema {
  const value = readDocument(file);
  return hasState(value) ? parseInput(file, schemaConfigSchema, value) : parseInput(file, logSchema, value);
}

/** Whether rows hold their state ready made, as the published ones do. */
export function isStudySchema(schema: SchemaConfig | LogSchema): schema is SchemaConfig {
  return hasState(schema);
}
