/** What graph programs need of tfjs-node's backend, which its own declarations leave out. */
import * as tf from '@tensorflow/tfjs';

/** TensorFlow's numbers of the data types that a program may hold. */
export const dataTypes = { float32: 1, int32: 3, bool: 10 } as const;
export type DataType = (typeof dataTypes)[keyof typeof dataTypes];

export interface NodeBackend {
  /** What is known of a tensor's data; its values are null once TensorFlow has them. */
  readonly tensorMap: { get(dataId: object): { values: ArrayLike<number> | null } };
  /** The tensors' ids inside TensorFlow, which uploads those that are still on the host. */
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly tf.Tensor[],
    inputNames: readonly { readonly name: string; readonly tfDtype: string }[],
    outputNames: readonly string[],
  ): tf.Tensor[];
  deleteSavedModel(session: number): void;
}

/** @throws RangeError unless native TensorFlow is the active backend */
export function nodeBackend(): NodeBackend {
  if (tf.getBackend() !== 'tensorflow')
    throw new RangeError(`graph program: expected the backend tensorflow, got ${tf.getBackend()}`);
  return tf.backend() as unknown as NodeBackend;
}
