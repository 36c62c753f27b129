/** The schema file of a contact log, as JSON or YAML. */
import { extname } from 'node:path';
import { parse } from 'yaml';
import { InputError, parseInput } from '../../core/errors';
import { readInputFile, readJsonFile } from '../../core/files';
import { logSchema, type LogSchema } from './log-schema';

function readYamlFile(file: string): unknown {
  const text = readInputFile(file)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  try {
    return parse(text) as unknown;
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw new InputError(`${file}: expected YAML, ${first!}`, { cause: error });
  }
}

/** @throws InputError naming the file and the key that is wrong */
export function readLogSchema(file: string): LogSchema {
  const isJson = extname(file).toLowerCase() === '.json';
  return parseInput(file, logSchema, isJson ? readJsonFile(file) : readYamlFile(file));
}
