/** Schema files, JSON or YAML: of a company's log, or of rows that hold their state ready made. */
import type * as Yaml from 'yaml';
import { InputError, parseInput, show } from '../../core/errors';
import { readJsonFile, readTextFile } from '../../core/files';
import { onDemand } from '../../core/on-demand';
import { schemaConfigSchema, type SchemaConfig } from '../schema-config';
import { logSchema, type LogSchema } from './log-schema';

const loadYaml = onDemand<typeof Yaml>('yaml');

/** What the YAML parser says of a text, with its line. */
function expectWellFormed(
  file: string,
  text: string,
  { errors, warnings }: Yaml.Document.Parsed,
  isYaml: boolean,
): void {
  // JSON.parse has found it well-formed, but takes the last of a key's values without a word.
  const isNews = ({ code }: Yaml.YAMLError) => isYaml || code === 'DUPLICATE_KEY';
  const error = [...errors, ...warnings].find(isNews);
  if (error === undefined) return;
  const place = `${file}:${error.linePos?.[0].line ?? 1}`;
  if (error.code === 'DUPLICATE_KEY') {
    const [key] = text.slice(error.pos[0]).split(/[:\s]/);
    throw new InputError(`${place}: expected every key once, got ${key!} again`);
  }
  const [what] = error.message.split('\n');
  throw new InputError(`${place}: expected YAML, ${what!.replace(/ at line.*/, '')}`);
}

function readDocument(file: string): unknown {
  const isYaml = /\.ya?ml$/i.test(file);
  const json = isYaml ? null : readJsonFile(file);
  // JSON is YAML but for its tabs.
  const text = isYaml ? readTextFile(file) : readTextFile(file).replaceAll('\t', ' ');
  const document = loadYaml().parseDocument(text);
  expectWellFormed(file, text, document, isYaml);
  if (!isYaml) return json;
  return expectKeys(file, valueOf(file, document));
}

function valueOf(file: string, document: Yaml.Document.Parsed): unknown {
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    // Of aliases without an anchor, or so many that they would fill the memory.
    throw new InputError(`${file}: expected YAML, ${(cause as Error).message}`, { cause });
  }
}

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
  const value = readDocument(file);
  return hasState(value) ? parseInput(file, schemaConfigSchema, value) : parseInput(file, logSchema, value);
}

/** Whether rows hold their state ready made, as the published ones do. */
export function isStudySchema(schema: SchemaConfig | LogSchema): schema is SchemaConfig {
  return hasState(schema);
}
