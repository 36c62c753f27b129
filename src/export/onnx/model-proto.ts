/**
 * ONNX models as plain data, and their encoding.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; only the fields in use are declared
 */
import protobuf from 'protobufjs';
import type { ValueType } from '../graph/graph';

/** TensorProto.DataType */
export const elementTypes: Readonly<Record<ValueType, number>> = {
  ...{ float32: 1, int64: 7, string: 8, bool: 9, float64: 11 },
};

/** AttributeProto.AttributeType */
const ATTRIBUTE = { int: 2, ints: 7 } as const;

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data_type: number;
  readonly raw_data?: Uint8Array;
  readonly string_data?: readonly Uint8Array[];
}

export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly i?: number;
  readonly ints?: readonly number[];
}

export interface NodeProto {
  readonly name: string;
  readonly op_type: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface ValueInfoProto {
  readonly name: string;
  readonly doc_string: string;
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number;
      readonly shape: {
        readonly dim: readonly { readonly dim_value?: number; readonly dim_param?: string }[];
      };
    };
  };
}

export interface ModelProto {
  readonly ir_version: number;
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly producer_name: string;
  readonly producer_version: string;
  readonly doc_string: string;
  readonly graph: {
    readonly name: string;
    readonly node: readonly NodeProto[];
    readonly initializer: readonly TensorProto[];
    readonly input: readonly ValueInfoProto[];
    readonly output: readonly ValueInfoProto[];
  };
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[];
}

const schema = `syntax = "proto3";
message AttributeProto { string name = 1; int64 i = 3; repeated int64 ints = 8 [packed = true]; int32 type = 20; }
message NodeProto {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message TensorProto {
  repeated int64 dims = 1 [packed = true]; int32 data_type = 2; repeated bytes string_data = 6; string name = 8;
  bytes raw_data = 9;
}
message TensorShapeProto {
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  repeated Dimension dim = 1;
}
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  Tensor tensor_type = 1;
}
message ValueInfoProto { string name = 1; TypeProto type = 2; string doc_string = 3; }
message GraphProto {
  repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message StringStringEntryProto { string key = 1; string value = 2; }
message ModelProto {
  int64 ir_version = 1; string producer_name = 2; string producer_version = 3; string doc_string = 6;
  GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; repeated StringStringEntryProto metadata_props = 14;
}
`;

let modelType: protobuf.Type | null = null;

/** The bytes of a `.onnx` file. */
export function encodeModel(model: ModelProto): Uint8Array {
  modelType ??= protobuf.parse(schema, { keepCase: true }).root.lookupType('ModelProto');
  return modelType.encode(model).finish();
}

export const intAttribute = (name: string, i: number): AttributeProto => ({ name, type: ATTRIBUTE.int, i });
export const intsAttribute = (name: string, ints: readonly number[]): AttributeProto => ({
  ...{ name, type: ATTRIBUTE.ints, ints },
});
