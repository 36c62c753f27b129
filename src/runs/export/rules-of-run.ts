/** The readable policy of a run, for engines of rules. */
import { existsSync } from 'node:fs';
import { InputError } from '../../core/errors';
import { readRules } from '../../dataset/rules/read-rules';
import type { ExportedFile } from '../../export/exported-file';
import { growthBookRules } from '../../export/rules/growthbook';
import type { Manifest } from '../../store/manifest';
import { runPaths } from '../../track/run-folder';
import { contactLimits, NOTICE } from './contact-limits';

/** @throws InputError if the run has none */
export function exportRules(run: string, { actions, raw }: Manifest): ExportedFile[] {
  const { rules: file } = runPaths(run);
  if (!existsSync(file))
    throw new InputError(
      `${run}: expected a run with rules.json, the readable policy beside a model that was learned from logged decisions, found none`,
    );
  const noAction = raw?.schema.noAction ?? actions[0]!;
  const rules = growthBookRules(readRules(file), actions, noAction);
  // First, so that whoever opens the file sees it; engines read the other keys.
  const limited = { notice: NOTICE, checkBefore: contactLimits(actions, raw?.schema), ...rules };
  return [{ path: 'rules.json', data: `${JSON.stringify(limited, null, 2)}\n` }];
}
