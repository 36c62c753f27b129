/** Whether ONNX Runtime computes a model's values here, or our own programs do. */
import { ModelQFunction } from '../agents/dqn/model-q-function';
import type { Model } from '../agents/model';
import { InputError } from '../core/errors';
import type { Logger } from '../core/logger';
import { onnxRuntime } from '../tensor/onnx/session';
import { onnxNetwork } from './onnx-network';

/** auto: ONNX Runtime where it is. */
export type RuntimeChoice = 'auto' | 'onnx' | 'own';

export interface OnOnnxRuntime {
  readonly qFunction: ModelQFunction;
  /** Such as `ONNX Runtime 1.30.0 on the CPU`. */
  readonly computedBy: string;
}

/**
 * @param load the runtime. @default what `npm run setup:onnx` brought, or what lies beside this package
 * @returns null where our own programs are asked for, or ONNX Runtime is not; where it is and cannot run the network, a
 * warning says so
 * @throws InputError where it is asked for and cannot be had
 */
export async function onOnnxRuntime(
  model: Model,
  choice: RuntimeChoice,
  logger: Pick<Logger, 'warn'>,
  load = onnxRuntime,
): Promise<OnOnnxRuntime | null> {
  if (choice === 'own') return null;
  const refuse = (found: string) => {
    if (choice === 'onnx')
      throw new InputError(`--runtime onnx: expected ONNX Runtime to run the model, got ${found}`);
    return null;
  };
  const runtime = await load();
  if (runtime === null) return refuse('none that loads here; npm run setup:onnx brings it');
  const { common, node = common } = runtime.env.versions;
  try {
    const qFunction = new ModelQFunction(model, await onnxNetwork(runtime, model));
    return { qFunction, computedBy: `ONNX Runtime ${node} on the CPU` };
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0]!;
    if (choice === 'auto') logger.warn(`ONNX Runtime ${node} is not used: ${reason}`);
    return refuse(reason);
  }
}
