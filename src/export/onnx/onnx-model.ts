/**
 * A decision as an ONNX model, of the standard operators alone. Opset 19 is the first in which texts can be compared, which
 * one-hot columns need; who runs it has ONNX 1.14 or ONNX Runtime 1.15, of 2023, or later.
 */
import type { Model } from '../../agents/model';
import { version } from '../../core/version';
import { actionLabels } from '../../dataset/action-list';
import type { RawInputs } from '../../dataset/features/raw-inputs';
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
} from '../graph/graph';
import {
  elementTypes,
  encodeModel,
  intAttribute,
  intsAttribute,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './model-proto';
import { tensorOf } from './tensors';

export const OPSET = 19;
/** Of the file format: the one that came with the opset. */
const IR_VERSION = 9;

const unaryOperators: Readonly<Record<UnaryName, string>> = {
  ...{ abs: 'Abs', exp: 'Exp', floor: 'Floor', isNaN: 'IsNaN', log: 'Log', negate: 'Neg', not: 'Not' },
  ...{ relu: 'Relu', sign: 'Sign', sqrt: 'Sqrt' },
};

const binaryOperators: Readonly<Record<BinaryName, string>> = {
  ...{
    add: 'Add',
    and: 'And',
    divide: 'Div',
    equal: 'Equal',
    greater: 'Greater',
    greaterEqual: 'GreaterOrEqual',
  },
  ...{ less: 'Less', lessEqual: 'LessOrEqual', maximum: 'Max', minimum: 'Min', multiply: 'Mul', or: 'Or' },
  subtract: 'Sub',
};

const reduceOperators: Readonly<Record<ReduceName, string>> = {
  ...{ sum: 'ReduceSum', mean: 'ReduceMean', max: 'ReduceMax', min: 'ReduceMin' },
};

/** An operator with its attributes, and the numbers that it takes as further inputs. */
interface Operator {
  readonly type: string;
  readonly attributes?: readonly AttributeProto[];
  readonly further?: readonly (readonly number[])[];
}

const lengthOf = (dimension: Dimension): number => (dimension === 'rows' ? -1 : dimension);

function operatorOf(operation: Operation, { type, shape }: GraphNode): Operator {
  switch (operation.kind) {
    case 'unary':
      return { type: unaryOperators[operation.name] };
    case 'binary':
      return { type: binaryOperators[operation.name] };
    case 'select':
      return { type: 'Where' };
    case 'cast':
      return { type: 'Cast', attributes: [intAttribute('to', elementTypes[type])] };
    case 'matMul':
      return { type: 'MatMul' };
    case 'transpose':
      return { type: 'Transpose', attributes: [intsAttribute('perm', [1, 0])] };
    case 'reduce': {
      const attributes = [intAttribute('keepdims', operation.keepsAxes ? 1 : 0)];
      return { type: reduceOperators[operation.name], attributes, further: [operation.axes] };
    }
    case 'argMax':
      return { type: 'ArgMax', attributes: [intAttribute('axis', -1), intAttribute('keepdims', 0)] };
    case 'concatenate':
      return { type: 'Concat', attributes: [intAttribute('axis', operation.axis)] };
    case 'slice':
      return { type: 'Slice', further: [[operation.from], [operation.to], [operation.axis]] };
    case 'columns':
      return { type: 'Gather', attributes: [intAttribute('axis', 1)], further: [operation.columns] };
    case 'reshape':
      return { type: 'Reshape', further: [shape.map(lengthOf)] };
  }
}

class OnnxGraph {
  readonly #graph: Graph;
  readonly #named: ReadonlyMap<Place, string>;
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#named = new Map(Object.entries(graph.outputs).map(([name, { place }]) => [place, name]));
    graph.nodes.forEach((node, place) => this.#add(node, place));
  }

  /** Names of columns are the users' own; those of the graph begin with a colon, as no column does. */
  #name(place: Place): string {
    const node = this.#graph.nodes[place]!;
    return node.kind === 'input' ? node.name : (this.#named.get(place) ?? `:${place}`);
  }

  #add(node: GraphNode, place: Place): void {
    if (node.kind === 'input') return;
    const name = this.#name(place);
    if (node.kind === 'constant') {
      this.initializers.push(tensorOf(name, node.type, node.shape as readonly number[], node.values));
      return;
    }
    const { type, attributes = [], further = [] } = operatorOf(node.operation, node);
    const numbers = further.map((values, i) => {
      const own = `${name}:${i}`;
      this.initializers.push(tensorOf(own, 'int64', [values.length], values));
      return own;
    });
    const inputs = node.inputs.map((input) => this.#name(input));
    this.nodes.push({
      name: `:${place}`,
      op_type: type,
      input: [...inputs, ...numbers],
      output: [name],
      attribute: attributes,
    });
  }

  info(place: Place, doc: string): ValueInfoProto {
    const { type, shape } = this.#graph.nodes[place]!;
    const dim = shape.map((length) => (length === 'rows' ? { dim_param: 'rows' } : { dim_value: length }));
    return {
      name: this.#name(place),
      doc_string: doc,
      type: { tensor_type: { elem_type: elementTypes[type], shape: { dim } } },
    };
  }
}

/** The bytes of an ONNX file. @param properties beside the graph, by name */
export function onnxOf(graph: Graph, properties: Readonly<Record<string, string>> = {}): Uint8Array {
  const written = new OnnxGraph(graph);
  const input = graph.nodes.flatMap((node, place) =>
    node.kind === 'input' ? [written.info(place, node.meaning)] : [],
  );
  const output = Object.values(graph.outputs).map(({ place, meaning }) => written.info(place, meaning));
  return encodeModel({
    ...{ ir_version: IR_VERSION, opset_import: [{ domain: '', version: OPSET }] },
    ...{ producer_name: 'contact-dqn', producer_version: version },
    doc_string:
      'What to do for each customer, of raw columns and of what is allowed, as contact-dqn decides it.',
    graph: { name: 'decisions', node: written.nodes, initializer: written.initializers, input, output },
    metadata_props: Object.entries(properties).map(([key, value]) => ({ key, value })),
  });
}

/**
 * The bytes of `model.onnx`.
 *
 * @param raw absent where the features are what a caller gives
 * @param source sha-256 of the manifest that the model came with
 * @throws InputError for a model that a graph cannot hold
 */
export function onnxModel(model: Model, raw: RawInputs | undefined, source: string): Uint8Array {
  const actions = actionLabels(model.actions, raw?.schema);
  const properties = { actions: JSON.stringify(actions), model_sha256: source };
  return onnxOf(decisionGraph(model, raw), properties);
}
