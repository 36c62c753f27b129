/** A saved model ready to be asked, with the run it came from. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ModelQFunction } from '../agents/dqn/model-q-function';
import { replayOn } from '../inference/replay';
import { loadModel, type LoadedModel } from '../store/model-store';
import { chooseBackend } from '../tensor/backend';
import type { BackendInfo } from '../tensor/backends/loader';
import { runAround, runPaths } from '../track/run-folder';
import type { World } from '../worlds/world';
import type { BackendRequest } from './backend';
import type { Host } from './host';
import { readRunConfig, type RunConfig } from './run-config';

export interface OpenModel extends LoadedModel {
  readonly qFunction: ModelQFunction;
  readonly backend: BackendInfo;
}

/** The run's folder of `DIR` or `DIR/model`. */
export function runFolderOf(folder: string): string {
  const whole = resolve(folder);
  return basename(whole) === 'model' && existsSync(runPaths(dirname(whole)).config) ? dirname(whole) : folder;
}

/**
 * The configuration of the run that a model came from; null where the model lies without it.
 *
 * @throws InputError if it is not one, or of a world that is not among these
 */
export function configOf(folder: string, worlds: readonly World[]): RunConfig | null {
  const run = runFolderOf(folder);
  const whole = resolve(run);
  // A further training has the configuration of the run in whose folder it lies.
  const places = [run, runAround(basename(whole) === 'model' ? dirname(whole) : whole)];
  const found = places.find((place) => place !== null && existsSync(runPaths(place).config));
  return found === undefined || found === null ? null : readRunConfig(found, worlds);
}

/**
 * On our own programs.
 *
 * @throws InputError if there is no model, one that is foreign or damaged, or one that decides its example rows otherwise
 * here than where it was saved
 */
export async function openModel(
  folder: string,
  { backend: requested = 'auto', gpuId }: Pick<BackendRequest, 'backend' | 'gpuId'>,
  { logger }: Pick<Host, 'logger'>,
): Promise<OpenModel> {
  const { info: backend } = await chooseBackend(requested, { gpuId });
  logger.info(`backend ${backend.name}: ${backend.device}`);
  const loaded = await loadModel(folder);
  const qFunction = new ModelQFunction(loaded.model);
  await replayOn(loaded, qFunction, backend);
  return { ...loaded, qFunction, backend };
}
