/** Files that people write, JSON or YAML, as the values that stand in them. */
import type * as Yaml from 'yaml';
import { InputError } from '../../core/errors';
import { readJsonFile, readTextFile } from '../../core/files';
import { onDemand } from '../../core/on-demand';

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

function valueOf(file: string, document: Yaml.Document.Parsed): unknown {
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    // Of aliases without an anchor, or so many that they would fill the memory.
    throw new InputError(`${file}: expected YAML, ${(cause as Error).message}`, { cause });
  }
}

/** By its name. */
export function isYamlFile(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

/** @throws InputError naming the file, and the line that is wrong, also where a key stands twice */
export function readDocument(file: string): unknown {
  const isYaml = isYamlFile(file);
  const json = isYaml ? null : readJsonFile(file);
  // JSON is YAML but for its tabs.
  const text = isYaml ? readTextFile(file) : readTextFile(file).replaceAll('\t', ' ');
  const document = loadYaml().parseDocument(text);
  expectWellFormed(file, text, document, isYaml);
  return isYaml ? valueOf(file, document) : json;
}
