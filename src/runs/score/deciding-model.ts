/** A saved model ready to decide on many rows, by ONNX Runtime where it is, else by our own programs. */
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import type { Model } from '../../agents/model';
import { InputError } from '../../core/errors';
import { onOnnxRuntime, type RuntimeChoice } from '../../export/onnx/on-onnx-runtime';
import { loadModel, type LoadedModel } from '../../store/model-store';
import { chooseBackend } from '../../tensor/backend';
import type { BackendName } from '../../tensor/backends/loader';
import type { BackendRequest } from '../backend';
import type { Host } from '../host';
import { openModel, replayOn } from '../open-model';

/** What computes a model's values: ONNX Runtime, or our own programs on a backend. */
export type Computer = 'onnx' | BackendName;

export interface DecidingModel extends LoadedModel {
  readonly qFunction: ModelQFunction;
  readonly computer: Computer;
  /** The same in words. */
  readonly computedBy: string;
}

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
  host: Pick<Host, 'logger'>,
): Promise<DecidingModel> {
  const choice = choiceOf(request);
  if (choice !== 'own') {
    const loaded = await loadModel(folder);
    const onnx = await onOnnxRuntime(loaded.model, choice, host.logger);
    if (onnx !== null) {
      await replayOn(loaded, onnx.qFunction, { gpu: false });
      host.logger.info(`values are computed by ${onnx.computedBy}`);
      return { ...loaded, ...onnx, computer: 'onnx' };
    }
  }
  const { backend, ...open } = await openModel(folder, request, host);
  const computedBy = `our own programs on the backend ${backend.name}: ${backend.device}`;
  return { ...open, computer: backend.name, computedBy };
}

/** The same values in another thread, of a model whose example rows were tried. */
export async function computedBeside(computer: Computer, model: Model): Promise<ModelQFunction> {
  if (computer === 'onnx') {
    const silent = { warn: () => undefined };
    return (await onOnnxRuntime(model, 'onnx', silent))!.qFunction;
  }
  await chooseBackend(computer);
  return new ModelQFunction(model);
}
