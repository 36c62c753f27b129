/** A saved model ready to decide on many rows, by ONNX Runtime where it is, else by our own programs. */
import { InputError } from '../../core/errors';
import { computeValues, type ComputedValues } from '../../inference/compute-values';
import type { RuntimeChoice } from '../../inference/on-onnx-runtime';
import { loadModel, type LoadedModel } from '../../store/model-store';
import { chooseBackend } from '../../tensor/backend';
import type { BackendRequest } from '../backend';
import type { Host } from '../host';

export type DecidingModel = LoadedModel & ComputedValues;

export interface ComputingRequest extends Pick<BackendRequest, 'backend' | 'gpuId'> {
  /** ONNX Runtime or our own programs. @default ONNX Runtime where it is, and no backend or GPU is named */
  readonly runtime?: RuntimeChoice | undefined;
}

function choiceOf({ runtime = 'auto', backend = 'auto', gpuId }: ComputingRequest): RuntimeChoice {
  if (backend === 'auto' && gpuId === undefined) return runtime;
  if (runtime === 'onnx')
    throw new InputError(
      '--runtime onnx: expected without --backend and --gpu-id, which are of our own programs',
    );
  return 'own';
}

/**
 * @throws InputError if what is asked for cannot compute here, if there is no model, one that is foreign or damaged, or
 * one that decides its example rows otherwise here than where it was saved
 */
export async function openDecidingModel(
  folder: string,
  request: ComputingRequest,
  { logger }: Pick<Host, 'logger'>,
): Promise<DecidingModel> {
  const choice = choiceOf(request);
  const { backend = 'auto', gpuId } = request;
  const loaded = await loadModel(folder);
  const values = await computeValues(loaded, choice, () => chooseBackend(backend, { gpuId }), logger);
  logger.info(`values are computed by ${values.computedBy}`);
  return { ...loaded, ...values };
}
