/**
 * TensorFlow's graphs as plain data, and their encoding as a SavedModel.
 *
 * @see tensorflow/core/framework/{graph,node_def,function,op_def,attr_value}.proto and
 *   tensorflow/core/protobuf/{saved_model,meta_graph}.proto of TensorFlow 2.21; only the fields in use are declared
 */
import protobuf from 'protobufjs';
import type { DataType } from './node-backend';

export interface ShapeDef {
  readonly dim: readonly { readonly size: number }[];
}

export interface AttrValue {
  readonly s?: Uint8Array;
  readonly i?: number;
  readonly f?: number;
  readonly b?: boolean;
  readonly type?: DataType;
  readonly shape?: ShapeDef;
  readonly tensor?: {
    readonly dtype: DataType;
    readonly tensor_shape: ShapeDef;
    readonly tensor_content: Uint8Array;
  };
  readonly list?: {
    readonly i?: readonly number[];
    readonly f?: readonly number[];
    readonly b?: readonly boolean[];
    readonly type?: readonly DataType[];
  };
  readonly func?: { readonly name: string };
}

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** `node`, `node:index` in a graph, `argument` or `node:output:index` in a function, `^node` for "after it". */
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, AttrValue>>;
}

export interface ArgDef {
  readonly name: string;
  readonly type: DataType;
}

export interface FunctionDef {
  readonly signature: {
    readonly name: string;
    readonly input_arg: readonly ArgDef[];
    readonly output_arg: readonly ArgDef[];
  };
  readonly node_def: readonly NodeDef[];
  /** Which value each output is. */
  readonly ret: Readonly<Record<string, string>>;
  readonly attr?: Readonly<Record<string, AttrValue>>;
}

export interface GraphDef {
  readonly nodes: readonly NodeDef[];
  readonly functions: readonly FunctionDef[];
}

const schema = `syntax = "proto3";
message TensorShapeProto { message Dim { int64 size = 1; } repeated Dim dim = 2; }
message TensorProto { int32 dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4; repeated bytes string_val = 8; }
message NameAttrList { string name = 1; }
message AttrValue {
  message ListValue {
    repeated int64 i = 3 [packed = true];
    repeated float f = 4 [packed = true];
    repeated bool b = 5 [packed = true];
    repeated int32 type = 6 [packed = true];
  }
  oneof value {
    bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; TensorShapeProto shape = 7;
    TensorProto tensor = 8; ListValue list = 1; NameAttrList func = 10;
  }
}
message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
message ArgDef { string name = 1; int32 type = 3; }
message OpDef { string name = 1; repeated ArgDef input_arg = 2; repeated ArgDef output_arg = 3; }
message FunctionDef {
  OpDef signature = 1; map<string, AttrValue> attr = 5; repeated NodeDef node_def = 3; map<string, string> ret = 4;
}
message FunctionDefLibrary { repeated FunctionDef function = 1; }
message VersionDef { int32 producer = 1; }
message GraphDef { repeated NodeDef node = 1; FunctionDefLibrary library = 2; VersionDef versions = 4; }
message TensorInfo { string name = 1; int32 dtype = 2; TensorShapeProto tensor_shape = 3; }
message SignatureDef { map<string, TensorInfo> inputs = 1; map<string, TensorInfo> outputs = 2; string method_name = 3; }
message MetaInfoDef { repeated string tags = 4; }
message MetaGraphDef { MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; map<string, SignatureDef> signature_def = 5; }
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
`;

/** Tag under which the one graph of the file is loaded. */
export const GRAPH_TAG = 'serve';

/** Version of the graph format: that of TensorFlow 2.9, the oldest library we load it into. */
const PRODUCER = 1087;

export const shapeDef = (shape: readonly number[]): ShapeDef => ({ dim: shape.map((size) => ({ size })) });

let savedModelType: protobuf.Type | null = null;

/** A value of a graph that is called from outside. */
export interface SignatureTensor {
  /** `node:index` */
  readonly name: string;
  readonly dtype: number;
  readonly tensor_shape: ShapeDef;
}

export interface Signature {
  readonly inputs?: Readonly<Record<string, SignatureTensor>>;
  readonly outputs: Readonly<Record<string, SignatureTensor>>;
  readonly method_name: string;
}

/**
 * The bytes of a `saved_model.pb`.
 *
 * @param nodes a graph's, whose types may be any of TensorFlow's
 * @param signature by which it is called, as `serving_default`
 */
export function encodeSignedModel(
  nodes: readonly object[],
  functions: readonly FunctionDef[],
  signature: Signature,
): Uint8Array {
  const type = (savedModelType ??= protobuf.parse(schema, { keepCase: true }).root.lookupType('SavedModel'));
  const metaGraph = {
    meta_info_def: { tags: [GRAPH_TAG] },
    graph_def: { node: nodes, library: { function: functions }, versions: { producer: PRODUCER } },
    signature_def: { serving_default: signature },
  };
  return type.encode({ saved_model_schema_version: 1, meta_graphs: [metaGraph] }).finish();
}

/** The same for a session of our own. @param anyOutput a float scalar's node: the loader wants one signature */
export function encodeSavedModel({ nodes, functions }: GraphDef, anyOutput: string): Uint8Array {
  const output = { name: `${anyOutput}:0`, dtype: 1, tensor_shape: shapeDef([]) };
  return encodeSignedModel(nodes, functions, { outputs: { output }, method_name: 'any' });
}
