/** What computes a saved model's values here, tried on its example rows: for `score` and `serve` alike. */
import { ModelQFunction } from '../agents/dqn/model-q-function';
import type { Model } from '../agents/model';
import { InputError } from '../core/errors';
import type { Logger } from '../core/logger';
import type { LoadedModel } from '../store/model-store';
import { chooseBackend, type BackendChoice } from '../tensor/backend';
import type { BackendName } from '../tensor/backends/loader';
import type { onnxRuntime } from '../tensor/onnx/session';
import { onOnnxRuntime, type OnOnnxRuntime, type RuntimeChoice } from './on-onnx-runtime';
import { replayOn } from './replay';

/** ONNX Runtime, or our own programs on a backend. */
export type Computer = 'onnx' | BackendName;

export interface ComputedValues {
  readonly qFunction: ModelQFunction;
  readonly computer: Computer;
  /** The same in words. */
  readonly computedBy: string;
}

/** @returns whether ONNX Runtime decides as the model did where it was saved. @throws InputError where it must */
async function isSame(
  loaded: LoadedModel,
  { qFunction, computedBy }: OnOnnxRuntime,
  isAsked: boolean,
  logger: Pick<Logger, 'warn'>,
): Promise<boolean> {
  try {
    await replayOn(loaded, qFunction, { gpu: false });
    return true;
  } catch (error) {
    qFunction.dispose();
    if (isAsked && error instanceof InputError)
      throw new InputError(
        `${error.message}; computed by ${computedBy}; --runtime own uses our own programs`,
        error,
      );
    if (isAsked) throw error;
    logger.warn(`${computedBy} is not used: ${(error as Error).message.split('\n')[0]!}`);
    return false;
  }
}

/**
 * @param choice auto: ONNX Runtime where it is and decides the example rows as they were decided, else our own programs
 * @param chooseOwn loads the backend of our own programs; asked only where they compute
 * @param load the runtime, as `onOnnxRuntime` has it
 * @throws InputError if what is asked for cannot compute here, or the model decides its example rows otherwise by it than
 * where it was saved
 */
export async function computeValues(
  loaded: LoadedModel,
  choice: RuntimeChoice,
  chooseOwn: () => Promise<BackendChoice>,
  logger: Pick<Logger, 'warn'>,
  load?: typeof onnxRuntime,
): Promise<ComputedValues> {
  const onnx = await onOnnxRuntime(loaded.model, choice, logger, load);
  if (onnx !== null && (await isSame(loaded, onnx, choice === 'onnx', logger)))
    return { ...onnx, computer: 'onnx' };
  const { info } = await chooseOwn();
  const qFunction = new ModelQFunction(loaded.model);
  await replayOn(loaded, qFunction, info);
  const computedBy = `our own programs on the backend ${info.name}: ${info.device}`;
  return { qFunction, computer: info.name, computedBy };
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
