/** Constants of a graph as ONNX tensors. */
import type { ValueType } from '../graph/graph';
import { elementTypes, type TensorProto } from './model-proto';

/** Bytes of numbers, little endian, as ONNX has them. */
function bytesOf(type: Exclude<ValueType, 'string'>, values: ArrayLike<number>): Uint8Array {
  if (type === 'bool') return Uint8Array.from(values);
  const width = type === 'float32' ? 4 : 8;
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (type === 'float32') view.setFloat32(i * width, value, true);
    else if (type === 'float64') view.setFloat64(i * width, value, true);
    else view.setBigInt64(i * width, BigInt(value), true);
  }
  return bytes;
}

export function tensorOf(
  name: string,
  type: ValueType,
  dims: readonly number[],
  values: ArrayLike<number> | readonly string[],
): TensorProto {
  const data_type = elementTypes[type];
  if (type === 'string') {
    const encoder = new TextEncoder();
    return {
      name,
      dims,
      data_type,
      string_data: (values as readonly string[]).map((text) => encoder.encode(text)),
    };
  }
  return { name, dims, data_type, raw_data: bytesOf(type, values as ArrayLike<number>) };
}
