/** A saved model ready to be asked, with the run it came from. */
import { basename, dirname, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { ModelQFunction } from '../agents/dqn/model-q-function';
import { loadModel, type LoadedModel } from '../store/model-store';
import { chooseBackend } from '../tensor/backend';
import type { BackendInfo, BackendName, LoadOptions } from '../tensor/backends/loader';
import { runPaths } from '../track/run-folder';
import type { Context } from './context';
import { readRunConfig, type RunConfig } from './run-config';

export interface OpenModel extends LoadedModel {
  readonly qFunction: ModelQFunction;
  readonly backend: BackendInfo;
  /** null where the model lies without its run's config.json */
  readonly config: RunConfig | null;
}

/** The run's folder of `DIR` or `DIR/model`. */
function runFolderOf(folder: string): string {
  const whole = resolve(folder);
  return basename(whole) === 'model' && existsSync(runPaths(dirname(whole)).config) ? dirname(whole) : folder;
}

/** @throws InputError if there is no model, or one that is foreign or damaged */
export async function openModel(
  folder: string,
  { backend: requested, gpuId }: LoadOptions & { readonly backend: BackendName | 'auto' },
  context: Context,
): Promise<OpenModel> {
  const { info: backend } = await chooseBackend(requested, { gpuId });
  context.logger.info(`backend ${backend.name}: ${backend.device}`);
  const loaded = await loadModel(folder);
  const run = runFolderOf(folder);
  const config = existsSync(runPaths(run).config) ? readRunConfig(run) : null;
  return { ...loaded, qFunction: new ModelQFunction(loaded.model), backend, config };
}
