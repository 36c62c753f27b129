/**
 * A decision as a SavedModel of TensorFlow, for TensorFlow Serving: a graph of the first generation with its numbers as
 * constants, called by the signature `serving_default`.
 *
 * @see the operation registry of TensorFlow 2.21
 */
import type { Model } from '../../agents/model';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { encodeSignedModel, shapeDef, type SignatureTensor } from '../../tensor/graph/graph-def';
import type { ExportedFile } from '../exported-file';
import { decisionGraph } from '../graph/decision-graph';
import type {
  BinaryName,
  Dimension,
  Graph,
  GraphNode,
  Operation,
  Place,
  ReduceName,
  UnaryName,
  ValueType,
} from '../graph/graph';

/** TensorFlow's DataType. */
const dataTypes: Readonly<Record<ValueType | 'int32', number>> = {
  ...{ float32: 1, float64: 2, int32: 3, string: 7, int64: 9, bool: 10 },
};

const unaryOperations: Readonly<Record<UnaryName, string>> = {
  ...{ abs: 'Abs', exp: 'Exp', floor: 'Floor', isNaN: 'IsNan', log: 'Log', negate: 'Neg', not: 'LogicalNot' },
  ...{ relu: 'Relu', sign: 'Sign', sqrt: 'Sqrt' },
};

const binaryOperations: Readonly<Record<BinaryName, string>> = {
  ...{ add: 'AddV2', and: 'LogicalAnd', divide: 'RealDiv', equal: 'Equal', greater: 'Greater' },
  ...{ greaterEqual: 'GreaterEqual', less: 'Less', lessEqual: 'LessEqual', maximum: 'Maximum' },
  ...{ minimum: 'Minimum', multiply: 'Mul', or: 'LogicalOr', subtract: 'Sub' },
};

const reduceOperations: Readonly<Record<ReduceName, string>> = {
  sum: 'Sum',
  mean: 'Mean',
  max: 'Max',
  min: 'Min',
};

type Attributes = Readonly<Record<string, object>>;

interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Attributes;
}

const typeOf = (type: ValueType | 'int32') => ({ type: dataTypes[type] });

/** A length that only the call says is -1. */
const lengths = (shape: readonly Dimension[]) => shape.map((length) => (length === 'rows' ? -1 : length));

/** Numbers as TensorFlow has them in a file, little endian. */
function contentOf(type: Exclude<ValueType, 'string'> | 'int32', values: ArrayLike<number>): Uint8Array {
  if (type === 'bool') return Uint8Array.from(values);
  const width = type === 'float32' || type === 'int32' ? 4 : 8;
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (type === 'float32') view.setFloat32(width * i, value, true);
    else if (type === 'float64') view.setFloat64(width * i, value, true);
    else if (type === 'int32') view.setInt32(width * i, value, true);
    else view.setBigInt64(width * i, BigInt(value), true);
  }
  return bytes;
}

function constantNode(
  name: string,
  type: ValueType | 'int32',
  shape: readonly number[],
  values: ArrayLike<number> | readonly string[],
): NodeDef {
  const content =
    type === 'string'
      ? { string_val: (values as readonly string[]).map((text) => new TextEncoder().encode(text)) }
      : { tensor_content: contentOf(type, values as ArrayLike<number>) };
  const tensor = { dtype: dataTypes[type], tensor_shape: shapeDef(shape), ...content };
  return { name, op: 'Const', input: [], attr: { dtype: typeOf(type), value: { tensor } } };
}

/** An operation with its attributes, and the numbers that it takes as further inputs. */
function operationOf(
  operation: Operation,
  { type, shape }: GraphNode,
  inputs: readonly GraphNode[],
): { readonly op: string; readonly attr: Attributes; readonly further?: readonly (number | number[])[] } {
  const [x, { length: count }] = [inputs[0]!, inputs];
  const T = { T: typeOf(type) };
  const indices = (key: string) => ({ [key]: typeOf('int32') });
  switch (operation.kind) {
    case 'unary':
      return {
        op: unaryOperations[operation.name],
        attr: operation.name === 'not' ? {} : { T: typeOf(x.type) },
      };
    case 'binary': {
      const isLogical = operation.name === 'and' || operation.name === 'or';
      return { op: binaryOperations[operation.name], attr: isLogical ? {} : { T: typeOf(x.type) } };
    }
    case 'select':
      return { op: 'SelectV2', attr: T };
    case 'cast':
      return { op: 'Cast', attr: { SrcT: typeOf(x.type), DstT: typeOf(type), Truncate: { b: false } } };
    case 'matMul':
      return { op: 'MatMul', attr: { ...T, transpose_a: { b: false }, transpose_b: { b: false } } };
    case 'transpose':
      return { op: 'Transpose', attr: { ...T, ...indices('Tperm') }, further: [[1, 0]] };
    case 'reduce': {
      const attr = { ...T, ...indices('Tidx'), keep_dims: { b: operation.keepsAxes } };
      return { op: reduceOperations[operation.name], attr, further: [[...operation.axes]] };
    }
    case 'argMax': {
      const attr = { T: typeOf(x.type), ...indices('Tidx'), output_type: typeOf('int64') };
      return { op: 'ArgMax', attr, further: [x.shape.length - 1] };
    }
    case 'concatenate': {
      const attr = { ...T, ...indices('Tidx'), N: { i: count } };
      return { op: 'ConcatV2', attr, further: [operation.axis] };
    }
    case 'slice': {
      const begins = shape.map((_, axis) => (axis === operation.axis ? operation.from : 0));
      return { op: 'Slice', attr: { ...T, ...indices('Index') }, further: [begins, lengths(shape)] };
    }
    case 'columns': {
      const attr = {
        Tparams: typeOf(type),
        ...indices('Tindices'),
        ...indices('Taxis'),
        batch_dims: { i: 0 },
      };
      return { op: 'GatherV2', attr, further: [[...operation.columns], 1] };
    }
    case 'reshape':
      return { op: 'Reshape', attr: { ...T, ...indices('Tshape') }, further: [lengths(shape)] };
  }
}

class TensorFlowGraph {
  readonly #graph: Graph;
  readonly nodes: NodeDef[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
    graph.nodes.forEach((node, place) => this.#add(node, place));
  }

  tensor(place: Place): SignatureTensor {
    const { type, shape } = this.#graph.nodes[place]!;
    return { name: `n${place}:0`, dtype: dataTypes[type], tensor_shape: shapeDef(lengths(shape)) };
  }

  #add(node: GraphNode, place: Place): void {
    const name = `n${place}`;
    const { type, shape } = node;
    if (node.kind === 'input') {
      const attr = { dtype: typeOf(type), shape: { shape: shapeDef(lengths(shape)) } };
      this.nodes.push({ name, op: 'Placeholder', input: [], attr });
    } else if (node.kind === 'constant') {
      this.nodes.push(constantNode(name, type, shape as readonly number[], node.values));
    } else {
      const inputs = node.inputs.map((input) => this.#graph.nodes[input]!);
      const { op, attr, further = [] } = operationOf(node.operation, node, inputs);
      const numbers = further.map((values, i) => {
        const own = `${name}_${i}`;
        const dims = typeof values === 'number' ? [] : [values.length];
        this.nodes.push(constantNode(own, 'int32', dims, [values].flat()));
        return own;
      });
      this.nodes.push({ name, op, input: [...node.inputs.map((input) => `n${input}`), ...numbers], attr });
    }
  }
}

/**
 * The files of a version that TensorFlow Serving takes.
 *
 * @param raw absent where the features are what a caller gives
 * @throws InputError for a model that a graph cannot hold
 */
export function exportSavedModel(model: Model, raw: RawInputs | undefined): ExportedFile[] {
  const graph = decisionGraph(model, raw);
  const written = new TensorFlowGraph(graph);
  const inputs = graph.nodes.flatMap((node, place) =>
    node.kind === 'input' ? [[node.name, written.tensor(place)] as const] : [],
  );
  const outputs = Object.entries(graph.outputs).map(
    ([name, { place }]) => [name, written.tensor(place)] as const,
  );
  const data = encodeSignedModel(written.nodes, [], {
    ...{ inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) },
    method_name: 'tensorflow/serving/predict',
  });
  return [{ path: '1/saved_model.pb', data }];
}
