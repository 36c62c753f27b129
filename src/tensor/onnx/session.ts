/**
 * ONNX Runtime, where it is: `npm run setup:onnx` brings it into the cache folder, since its own install script downloads
 * libraries for GPUs from elsewhere and fails without them; or somebody has installed it beside contact-dqn.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../native/library';

/** Of onnxruntime-node, as setup:onnx installs it. */
export const ONNX_RUNTIME_VERSION = '1.30.0';

const PACKAGE = 'onnxruntime-node';

export type OnnxType = 'float32' | 'float64' | 'int64' | 'bool' | 'string';

/** A value that goes in or comes out. */
export interface OnnxValue {
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array | Uint8Array | readonly string[];
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** @param outputs those that are wanted. @default all */
  run(
    feeds: Readonly<Record<string, object>>,
    outputs?: readonly string[],
  ): Promise<Readonly<Record<string, OnnxValue>>>;
  release(): Promise<void>;
}

export interface OnnxSettings {
  /** Threads inside one operation. @default as many as there are cores */
  readonly intraOpNumThreads?: number;
  readonly interOpNumThreads?: number;
}

/** As much of onnxruntime-node as is used here. */
export interface OnnxRuntime {
  readonly env: { readonly versions: { readonly common: string; readonly node?: string } };
  readonly InferenceSession: {
    create(model: string | Uint8Array, settings?: OnnxSettings): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: OnnxType, data: OnnxValue['data'], dims: readonly number[]) => OnnxValue;
}

/** Where setup:onnx installs it. */
export function onnxRuntimeFolder(): string {
  return join(cacheFolder(), `${PACKAGE}-${ONNX_RUNTIME_VERSION}`);
}

/** Requires the package as the module `from` would; undefined where it is not there or does not load here. */
function required(from: string): OnnxRuntime | undefined {
  try {
    return createRequire(from)(PACKAGE) as OnnxRuntime;
  } catch {
    return undefined;
  }
}

/** @returns null where it is not, or does not load on this machine */
export async function onnxRuntime(folder = onnxRuntimeFolder()): Promise<OnnxRuntime | null> {
  const own = join(folder, 'package.json');
  const found = (existsSync(own) ? required(own) : undefined) ?? required(__filename);
  return Promise.resolve(found ?? null);
}
