/** A run that has come to its end: there is nothing to continue, and its report says what it came to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, show } from '../core/errors';
import { readJsonFile } from '../core/files';
import type { Report } from '../report/report';
import { runPaths } from '../track/run-folder';
import type { Context } from './context';
import { configHash, expectSameVersion, readRunConfig } from './run-config';

/**
 * The report of a run, which is written when all else is done.
 *
 * @param folder the run's folder
 * @returns null if the run has no report yet, or a file of it is gone
 * @throws InputError if there is no run, another version wrote it, the report is not that of its config.json, or a run
 *   with a model has neither report nor checkpoint
 */
export function finishedRun(folder: string, context: Context): Report | null {
  const config = readRunConfig(folder);
  expectSameVersion(folder, config);
  const { reportJson, reportMarkdown, reportHtml, model, checkpoint } = runPaths(folder);
  if (![reportJson, reportMarkdown, reportHtml].every((file) => existsSync(file))) {
    // A run that came to its end and lost its checkpoint would be trained anew, over its own model.
    if (existsSync(model) && !existsSync(join(checkpoint, 'latest.json'))) {
      throw new InputError(
        `${checkpoint}: expected a checkpoint to continue from, found none; the run is finished`,
      );
    }
    return null;
  }
  const report = readJsonFile(reportJson) as Report;
  const expected = configHash(config);
  if (report.configHash !== expected) {
    throw new InputError(
      `${reportJson} configHash: expected that of config.json (${expected}), got ${show(report.configHash)}`,
    );
  }
  const { steps } = config.settings;
  context.logger.info(
    `${folder}: finished, ${steps} of ${steps} steps; for a longer training start a new run with --steps above ${steps}`,
  );
  return report;
}
