/** The lines of a decision log, and the models that they name. */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { InputError, parseInput } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { rawInputsSchema } from '../../dataset/features/raw-inputs';
import { logFiles, modelFile, type LogFile } from '../log/log-files';
import { logLineSchema, type LogLine } from '../log/log-lines';

const loggedModelSchema = z.object({
  actions: z.array(z.string()).min(1).readonly(),
  features: z.array(z.string()).readonly(),
  raw: rawInputsSchema.nullable(),
});

export type LoggedModel = z.output<typeof loggedModelSchema>;

/** @throws InputError if the folder does not say what the model's lines mean */
export function readLoggedModel(folder: string, hash: string): LoggedModel {
  const path = modelFile(folder, hash);
  return parseInput(path, loggedModelSchema, readJsonFile(path));
}

/** @throws InputError for a folder without a decision log */
export function filesOfLog(folder: string): readonly LogFile[] {
  const files = existsSync(folder) ? logFiles(folder) : [];
  if (files.length > 0) return files;
  throw new InputError(
    `--log ${folder}: expected the folder of a decision log, found no decisions-*.jsonl there`,
  );
}

/**
 * Every line, file after file. A last line that is cut is none: its decision was never given out.
 *
 * @throws InputError naming the line that is wrong
 */
export async function* linesOf(files: readonly LogFile[]): AsyncGenerator<LogLine> {
  for (const { path } of files) {
    let [line, broken] = [0, 0];
    for await (const text of createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Infinity,
    })) {
      line += 1;
      if (broken > 0) throw new InputError(`${path}:${broken}: expected a line of a decision log, as JSON`);
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        broken = line;
        continue;
      }
      yield parseInput(`${path}:${line}`, logLineSchema, value);
    }
  }
}
