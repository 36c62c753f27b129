/** What `train` learns of a log; judging it there would take longer than learning, and is not what is studied. */
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import type { QFunction } from '../../src/policies/policy';
import { chooseExecution } from '../../src/runs/backend';
import { logSource } from '../../src/runs/logged/log-source';
import { openModel } from '../../src/runs/open-model';
import { planRun } from '../../src/runs/plan';
import { quietHost } from '../../src/runs/quiet-host';
import { trainSeeds } from '../../src/runs/training-run';
import { createRunFolder } from '../../src/track/run-folder';
import { BACKEND, type OurMethod } from '../study-logged/ours';

export interface LearnedModel {
  readonly q: QFunction;
  readonly raw: RawInputs;
  readonly actions: readonly string[];
}

/** @param out the run's folder */
export async function learned(
  log: { readonly data: string; readonly schema: string },
  { method, settings }: Pick<OurMethod, 'method' | 'settings'>,
  seed: number,
  out: string,
): Promise<LearnedModel> {
  const host = quietHost();
  const request = { method, settings, seed, backend: BACKEND } as const;
  const plan = await planRun(logSource(log.data, { schema: log.schema }), request, host);
  const { execution } = await chooseExecution(request, plan.settings, host);
  const { config, task } = plan.run(execution);
  const folder = createRunFolder(out, { overwrite: false, config, owner: host });
  try {
    const trained = await trainSeeds(config, task, folder.paths, folder.expectHeld, host);
    if (trained === null) throw new Error(`${out}: the training was stopped`);
  } finally {
    folder.release();
  }
  const { qFunction: q, model, manifest } = await openModel(out, { backend: BACKEND }, host);
  if (manifest.raw === undefined) throw new Error(`${out}: expected a model of raw columns`);
  return { q, raw: manifest.raw, actions: model.actions };
}
