/** What `train` learns of a log; judging it there would take longer than learning, and is not what is studied. */
import { existsSync } from 'node:fs';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import type { QFunction } from '../../src/policies/policy';
import { chooseExecution } from '../../src/runs/backend';
import { logSource } from '../../src/runs/logged/log-source';
import { openModel } from '../../src/runs/open-model';
import { planRun } from '../../src/runs/plan';
import { quietHost } from '../../src/runs/quiet-host';
import { trainSeeds } from '../../src/runs/training-run';
import { createRunFolder, runPaths } from '../../src/track/run-folder';
import { BACKEND, type OurMethod } from '../study-logged/ours';
import { keptIn } from './kept';
import type { Arm } from './seed-logs';

export interface LearnedModel {
  readonly q: QFunction;
  readonly raw: RawInputs;
  readonly actions: readonly string[];
}

/** Trains unless that has been done with the same settings. @param arm which log it is @param folder for folders of runs */
export async function learned(
  log: { readonly data: string; readonly schema: string },
  { name, method, settings }: OurMethod,
  seed: number,
  arm: Arm,
  folder: string,
): Promise<LearnedModel> {
  const out = keptIn(folder, `${name}-${arm}`, { method, settings, seed });
  if (!existsSync(runPaths(out).model)) await trained(log, { method, settings }, seed, out);
  const { qFunction: q, model, manifest } = await openModel(out, { backend: BACKEND }, quietHost());
  if (manifest.raw === undefined) throw new Error(`${out}: expected a model of raw columns`);
  return { q, raw: manifest.raw, actions: model.actions };
}

async function trained(
  log: { readonly data: string; readonly schema: string },
  { method, settings }: Pick<OurMethod, 'method' | 'settings'>,
  seed: number,
  out: string,
): Promise<void> {
  const host = quietHost();
  const request = { method, settings, seed, backend: BACKEND } as const;
  const plan = await planRun(logSource(log.data, { schema: log.schema }), request, host);
  const { execution } = await chooseExecution(request, plan.settings, host);
  const { config, task } = plan.run(execution);
  const folder = createRunFolder(out, { overwrite: true, config, owner: host });
  try {
    const found = await trainSeeds(config, task, folder.paths, folder.expectHeld, host);
    if (found === null) throw new Error(`${out}: the training was stopped`);
  } finally {
    folder.release();
  }
}
