/**
 * Runs the graph of a SavedModel node by node: read with a schema of its own, and computed by what TensorFlow's registry
 * says of each operation, as far as ONNX has the same under another name.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops
 */
import protobuf from 'protobufjs';
import { runNodes, type OnnxNode, type OnnxTensor } from './onnx-interpreter';

const { root } = protobuf.parse(`syntax = "proto3";
message Shape { message Dim { int64 size = 1; } repeated Dim dim = 2; }
message Tensor { int32 dtype = 1; Shape tensor_shape = 2; bytes tensor_content = 4; repeated bytes string_val = 8; }
message Attr { int64 i = 3; bool b = 5; int32 type = 6; Shape shape = 7; Tensor tensor = 8; }
message Node { string name = 1; string op = 2; repeated string input = 3; map<string, Attr> attr = 5; }
message Graph { repeated Node node = 1; }
message Info { string name = 1; int32 dtype = 2; Shape tensor_shape = 3; }
message Signature { map<string, Info> inputs = 1; map<string, Info> outputs = 2; string method_name = 3; }
message Meta { repeated string tags = 4; }
message MetaGraph { Meta meta_info_def = 1; Graph graph_def = 2; map<string, Signature> signature_def = 5; }
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraph meta_graphs = 2; }
`);

interface Attr {
  readonly i: number;
  readonly b: boolean;
  readonly type: number;
  readonly tensor: {
    readonly dtype: number;
    readonly tensorShape: { readonly dim: readonly { readonly size: number }[] };
    readonly tensorContent: Uint8Array;
    readonly stringVal: readonly Uint8Array[];
  };
}

interface TensorFlowNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attr>>;
}

interface Info {
  readonly name: string;
  readonly dtype: number;
  readonly tensorShape: { readonly dim: readonly { readonly size: number }[] };
}

export interface SavedGraph {
  readonly tags: readonly string[];
  readonly nodes: readonly TensorFlowNode[];
  readonly signature: {
    readonly inputs: Readonly<Record<string, Info>>;
    readonly outputs: Readonly<Record<string, Info>>;
    readonly methodName: string;
  };
}

export function readSavedModel(bytes: Uint8Array): SavedGraph {
  const type = root.lookupType('SavedModel');
  const file = type.toObject(type.decode(bytes), {
    longs: Number,
    defaults: true,
    arrays: true,
    objects: true,
  });
  const [graph] = (file as { metaGraphs: [Record<string, never>] }).metaGraphs;
  const { metaInfoDef, graphDef, signatureDef } = graph as unknown as {
    metaInfoDef: { tags: string[] };
    graphDef: { node: TensorFlowNode[] };
    signatureDef: { serving_default: SavedGraph['signature'] };
  };
  return { tags: metaInfoDef.tags, nodes: graphDef.node, signature: signatureDef.serving_default };
}

/** TensorFlow's DataType as ONNX's. */
const types: Readonly<Record<number, number>> = { 1: 1, 2: 11, 3: 7, 7: 8, 9: 7, 10: 9 };

function constantOf({ dtype, tensorShape, tensorContent: bytes, stringVal }: Attr['tensor']): OnnxTensor {
  const dims = tensorShape.dim.map(({ size }) => size);
  if (dtype === 7) return { type: 8, dims, data: stringVal.map((text) => new TextDecoder().decode(text)) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = { 1: 4, 2: 8, 3: 4, 9: 8, 10: 1 }[dtype]!;
  const data = Float64Array.from({ length: bytes.length / width }, (_, i) => {
    if (dtype === 1) return view.getFloat32(4 * i, true);
    if (dtype === 2) return view.getFloat64(8 * i, true);
    if (dtype === 3) return view.getInt32(4 * i, true);
    return dtype === 9 ? Number(view.getBigInt64(8 * i, true)) : view.getUint8(i);
  });
  return { type: types[dtype]!, dims, data };
}

const renamed: Readonly<Record<string, string>> = {
  ...{
    AddV2: 'Add',
    GreaterEqual: 'GreaterOrEqual',
    IsNan: 'IsNaN',
    LessEqual: 'LessOrEqual',
    LogicalAnd: 'And',
  },
  ...{
    LogicalNot: 'Not',
    LogicalOr: 'Or',
    Maximum: 'Max',
    Minimum: 'Min',
    RealDiv: 'Div',
    SelectV2: 'Where',
  },
  ...{
    ConcatV2: 'Concat',
    GatherV2: 'Gather',
    Max: 'ReduceMax',
    Mean: 'ReduceMean',
    Min: 'ReduceMin',
    Sum: 'ReduceSum',
  },
};

function asOnnx(
  { name, op, input, attr }: TensorFlowNode,
  numbers: (place: string) => readonly number[],
): OnnxNode {
  const attribute = (of: string, i: number) => ({ name: of, i, ints: [] });
  const node = {
    opType: renamed[op] ?? op,
    input,
    output: [name],
    attribute: [] as ReturnType<typeof attribute>[],
  };
  const last = input.at(-1)!;
  switch (op) {
    case 'Cast':
      return { ...node, attribute: [attribute('to', types[attr.DstT!.type]!)] };
    case 'ConcatV2':
      return { ...node, input: input.slice(0, -1), attribute: [attribute('axis', numbers(last)[0]!)] };
    case 'GatherV2':
      return { ...node, input: input.slice(0, 2), attribute: [attribute('axis', numbers(last)[0]!)] };
    case 'ArgMax':
      return { ...node, input: input.slice(0, 1) };
    case 'Sum':
    case 'Mean':
    case 'Max':
    case 'Min':
      return { ...node, attribute: [attribute('keepdims', attr.keep_dims!.b ? 1 : 0)] };
    default:
      return node;
  }
}

/** @param feeds by the names of the signature @returns outputs by its names */
export function runSavedModel(
  { nodes, signature }: SavedGraph,
  feeds: Readonly<Record<string, OnnxTensor>>,
): Readonly<Record<string, OnnxTensor>> {
  const values = new Map<string, OnnxTensor>();
  const nodeOf = ({ name }: Info) => name.replace(/:0$/, '');
  for (const [name, info] of Object.entries(signature.inputs)) {
    if (feeds[name]?.type !== types[info.dtype]) throw new Error(`input ${name}: type ${info.dtype}`);
    values.set(nodeOf(info), feeds[name]!);
  }
  for (const { op, name, attr } of nodes)
    if (op === 'Const') values.set(name, constantOf(attr.value!.tensor));
  const numbers = (place: string) => Array.from(values.get(place)!.data as Float64Array);
  const computed = nodes.filter(({ op }) => op !== 'Const' && op !== 'Placeholder');
  runNodes(computed.map((node) => asOnnx(node, numbers)), values); // prettier-ignore
  return Object.fromEntries(
    Object.entries(signature.outputs).map(([name, info]) => [name, values.get(nodeOf(info))!]),
  );
}
