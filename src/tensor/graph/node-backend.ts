/** What graph programs need of tfjs-node's backend, which its own declarations leave out. */
import * as tf from '@tensorflow/tfjs';

/** TensorFlow's numbers of the data types that a program may hold. */
export const dataTypes = { float32: 1, int32: 3, bool: 10 } as const;
export type DataType = (typeof dataTypes)[keyof typeof dataTypes];

/** An attribute of an operation as tfjs-node passes it on. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A tensor inside TensorFlow. */
export interface NativeTensor {
  readonly id: number;
  readonly dtype: number;
  readonly shape: number[];
}

/** The compiled addon. */
export interface NativeBinding {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: number[], dtype: number, values: ArrayLike<number>): number;
  executeOp(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: number[],
    outputs: number,
  ): NativeTensor[];
  tensorDataSync(id: number): tf.TypedArray;
}

export interface NodeBackend {
  binding: NativeBinding;
  /** What is known of a tensor's data; its values are null once TensorFlow has them. */
  readonly tensorMap: { get(dataId: object): { values: ArrayLike<number> | null } };
  /** Holds the values of a tensor until an operation needs them. */
  write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object;
  /** A tensor for the result of an operation. */
  createOutputTensor(native: NativeTensor): tf.Tensor;
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

/** @throws RangeError for a type that a graph program does not hold */
export function dataTypeOf(tensor: { readonly dtype: string }): DataType {
  const type = dataTypes[tensor.dtype as keyof typeof dataTypes] as DataType | undefined;
  if (type === undefined)
    throw new RangeError(`graph program: expected float32, int32 or bool, got ${tensor.dtype}`);
  return type;
}
