/** What every backend loader offers: a name, and an attempt that either works or says why not. */

/** What a loaded backend really is. */
export interface BackendInfo {
  readonly name: BackendName;
  /** What the numbers are computed on, in words. */
  readonly device: string;
  /** Whether the library itself says that it computes on a GPU; the name of a package proves nothing. */
  readonly gpu: boolean;
  /** Version of the native TensorFlow library; null where there is none. */
  readonly tensorflow: string | null;
}

export const backendNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface LoadOptions {
  /**
   * Index of the GPU to compute on, as the machine numbers them; only native TensorFlow heeds it.
   *
   * @default what CUDA_VISIBLE_DEVICES says first, else 0
   */
  readonly gpuId?: number | undefined;
  /** Whether XLA will compile the updates; native TensorFlow then shares its threads out in another way. */
  readonly compiled?: boolean | undefined;
}

export interface BackendLoader {
  readonly name: BackendName;
  /** @throws BackendUnavailable with the reason if it cannot be used here; anything else is a defect */
  load(options?: LoadOptions): Promise<BackendInfo>;
}

/** The backend cannot be used on this machine; the message says why. */
export class BackendUnavailable extends Error {
  override readonly name = 'BackendUnavailable';
}
