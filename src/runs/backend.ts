/** The backend of a run: chosen by what the run needs, loaded, and announced. */
import { wasmIsFaster, xlaPaysBack, type TrainingSize } from '../agents/dqn/training-size';
import { InputError } from '../core/errors';
import { backendLadder, chooseBackend, slowStartNote, smallUpdatesLadder } from '../tensor/backend';
import type { BackendInfo, BackendName } from '../tensor/backends/loader';
import { xlaRefusal } from '../tensor/xla-probe';
import type { Host } from './host';
import type { Execution } from './plan';

export interface BackendRequest {
  readonly backend?: BackendName | 'auto' | undefined;
  /** GPU to compute on, by its index. */
  readonly gpuId?: number | undefined;
  /** Refuse unless TensorFlow itself computes on a GPU. */
  readonly requireGpu?: boolean | undefined;
  readonly xla?: 'auto' | 'on' | 'off' | undefined;
}

/** Loads a backend and says which one it is. */
async function loadBackend(
  { backend: requested = 'auto', requireGpu = false, gpuId }: BackendRequest,
  { compiled, prefersWasm }: { readonly compiled: boolean; readonly prefersWasm: boolean },
  { logger }: Host,
): Promise<BackendInfo> {
  const ladder = prefersWasm && !requireGpu && gpuId === undefined ? smallUpdatesLadder : backendLadder;
  const choice = await chooseBackend(requested, { requireGpu, gpuId, compiled, ladder });
  const { info } = choice;
  const best =
    ladder === smallUpdatesLadder ? 'the best here for a net so small' : 'the best that works here';
  const why = requested === 'auto' ? `, ${best} (doctor says what else there is)` : '';
  logger.info(`backend ${info.name}: ${info.device}${why}`);
  const note = slowStartNote(choice);
  if (note !== null) logger.info(note);
  return info;
}

/** The backend for a net of few units. */
export async function smallNetBackend(host: Host): Promise<BackendInfo> {
  return loadBackend({}, { compiled: false, prefersWasm: true }, host);
}

/** XLA is tried before a run depends on it. @throws InputError if the run needs it and it does not work */
async function xlaWorks(needed: boolean, { logger }: Host): Promise<boolean> {
  const refusal = await xlaRefusal();
  if (refusal === null) return true;
  if (needed) throw new InputError(`--xla on: expected XLA to compile here, got ${refusal}`);
  logger.warn(`XLA does not compile here, updates run without it: ${refusal}`);
  return false;
}

/**
 * The backend of a new run, and whether XLA compiles its updates.
 *
 * @throws InputError if what is asked for cannot be had here
 * @throws RequirementError if a GPU is required and not used
 */
export async function chooseExecution(
  request: BackendRequest,
  size: TrainingSize,
  host: Host,
): Promise<{ readonly execution: Execution; readonly info: BackendInfo }> {
  const { xla = 'auto' } = request;
  const wanted = xla === 'on' || (xla === 'auto' && xlaPaysBack(size));
  // XLA is TensorFlow's: whoever asks for it asks for native TensorFlow.
  const prefersWasm = xla !== 'on' && wasmIsFaster(size);
  const info = await loadBackend(request, { compiled: wanted, prefersWasm }, host);
  if (info.name !== 'tensorflow' && xla === 'on')
    throw new InputError(`--xla on: expected the backend tensorflow, got ${info.name}`);
  const compiles = info.name === 'tensorflow' && wanted && (await xlaWorks(xla === 'on', host));
  return { execution: { backend: info.name, xla: compiles }, info };
}

/** The backend that a run began on. @throws InputError if it cannot be used here */
export async function sameExecution(
  { backend, xla }: Execution,
  request: BackendRequest,
  host: Host,
): Promise<BackendInfo> {
  const info = await loadBackend({ ...request, backend }, { compiled: xla, prefersWasm: false }, host);
  if (xla) await xlaWorks(true, host);
  return info;
}
