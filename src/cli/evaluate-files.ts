/** The files of `evaluate --out`: what they may take the place of, and writing them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectNotThere, expectWritableFile, writeFileAtomically } from '../core/files';
import { expectNotInput } from '../core/input-paths';
import type { Evaluation } from '../runs/evaluation';
import { isRulesFile } from '../runs/logged/written-rules';

const ENDINGS = ['json', 'md', 'html'] as const;

const filesIn = (out: string) => ENDINGS.map((ending) => join(out, `evaluation.${ending}`));

export const jsonText = (document: unknown) => `${JSON.stringify(document, null, 2)}\n`;

export interface EvaluationFiles {
  readonly out?: string | undefined;
  readonly overwrite: boolean;
  readonly data?: string | undefined;
  readonly schema?: string | undefined;
  readonly config?: string | undefined;
  readonly policy?: string | undefined;
  readonly against?: string | undefined;
}

/**
 * Call it before anything is judged.
 *
 * @throws InputError if --out can take no file, holds an evaluation that may not be replaced, or would take the place of
 *   what is read
 */
export function expectOutput(given: EvaluationFiles): void {
  const { out, overwrite, data, schema, config, policy, against } = given;
  if (out === undefined) return;
  const ofRules = (name: string | undefined) => (name !== undefined && isRulesFile(name) ? name : undefined);
  const read = { data, schema, config, policy: ofRules(policy), against: ofRules(against) };
  const inputs = Object.entries(read).flatMap(([flag, path]) =>
    path === undefined ? [] : [{ flag: `--${flag}`, path }],
  );
  const files = filesIn(out);
  expectNotInput(
    files.map((path) => ({ flag: '--out', path })),
    inputs,
  );
  expectNotThere('--out', files, overwrite, 'a folder without an evaluation');
  // Whoever stops while it is judged finds no folder.
  expectWritableFile(files[0]!);
}

/**
 * Pages of an earlier evaluation that this one has none of go: they would be taken for its own.
 *
 * @returns the paths written
 */
export async function writeEvaluation(
  out: string,
  { document, page }: Evaluation,
  command: readonly string[],
): Promise<string[]> {
  const pages =
    page === null ? null : (await import('../report/evaluated-log-page.js')).evaluatedLogPages(page, command);
  const texts: Partial<Record<(typeof ENDINGS)[number], string>> = { json: jsonText(document), ...pages };
  return ENDINGS.flatMap((ending) => {
    const path = join(out, `evaluation.${ending}`);
    const text = texts[ending];
    if (text === undefined) rmSync(path, { force: true });
    else writeFileAtomically(path, text);
    return text === undefined ? [] : [path];
  });
}
