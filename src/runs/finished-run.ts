/** A run that has come to its end: there is nothing to continue, and its report says what it came to. */
import { existsSync } from 'node:fs';
import { InputError, show } from '../core/errors';
import { readJsonFile } from '../core/files';
import type { Report } from '../report/report';
import { CheckpointFiles } from '../store/checkpoint-files';
import { besidePaths, runPaths, seedPaths, type RunPaths } from '../track/run-folder';
import type { Host } from './host';
import { configHash, type RunConfig } from './run-config';

/**
 * @throws InputError if a training came to its end and lost its checkpoint: it would be trained anew, over its own model
 */
function expectToContinue({ seed, seeds }: RunConfig, paths: RunPaths): void {
  const further = Array.from({ length: seeds - 1 }, (_, i) => seedPaths(paths.folder, seed + 1 + i));
  const beside = besidePaths(paths.folder, 'without-enriched');
  for (const { checkpoint, model } of [paths, ...further, beside]) {
    if (new CheckpointFiles(checkpoint).exists() || !existsSync(model)) continue;
    throw new InputError(
      `${checkpoint}: expected a checkpoint to continue from, found none; the run is finished`,
    );
  }
}

/**
 * The report of a run, which is written when all else is done.
 *
 * @param config that of the run's folder
 * @returns null if the run has no report yet, or a file of it is gone
 * @throws InputError if the report is not that of its config.json, or a run with a model has neither report nor
 *   checkpoint
 */
export function finishedRun(
  folder: string,
  config: RunConfig,
  host: Host,
): { readonly paths: RunPaths; readonly report: Report } | null {
  const paths = runPaths(folder);
  const { reportJson, reportMarkdown, reportHtml } = paths;
  if (![reportJson, reportMarkdown, reportHtml].every((file) => existsSync(file))) {
    expectToContinue(config, paths);
    return null;
  }
  const report = readJsonFile(reportJson) as Report;
  const expected = configHash(config);
  if (report.configHash !== expected) {
    throw new InputError(
      `${reportJson} configHash: expected that of config.json (${expected}), got ${show(report.configHash)}`,
    );
  }
  const { settings } = config;
  host.logger.info(
    'steps' in settings
      ? `${folder}: finished, ${settings.steps} of ${settings.steps} steps; for a longer training start a new run with --steps above ${settings.steps}`
      : `${folder}: finished after ${report.training.environmentSteps} decisions`,
  );
  return { paths, report };
}
