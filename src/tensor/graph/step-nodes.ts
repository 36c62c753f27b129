/** A recorded step as the nodes of a TensorFlow function, the operations that tfjs-node runs for the same. */
import type { Recording, RecordedNode } from '../recorded/recorder';
import { sizeOf } from '../recorded/shapes';
import { writeParts } from './concatenation';
import { ConstantNodes, type HostValues } from './constants';
import type { AttrValue, NodeDef } from './graph-def';
import { mapOperations, operations, type OperationName } from './operations';
import { dataTypes, type DataType } from './node-backend';

/** A value of the function. */
export interface StepValue {
  /** How the function calls it: an argument's name or node:output:index. */
  readonly reference: string;
  readonly type: DataType;
  readonly shape: readonly number[];
}

export interface StepNodes {
  /** The function's body. State entry i is its argument `s<i>`, input i its argument `x<i>`. */
  readonly nodes: readonly NodeDef[];
  /** The entries of the state that change. */
  readonly state: Readonly<Record<string, StepValue>>;
  readonly outputs: Readonly<Record<string, StepValue>>;
}

type ResultNode = RecordedNode & { readonly kind: 'result' };
/** Attributes that say a type. */
type Types = Readonly<Record<string, RecordedNode['dtype']>>;

class StepBuilder {
  readonly nodes: NodeDef[] = [];
  readonly #recording: Recording;
  readonly #compiled: boolean;
  readonly #constants = new ConstantNodes(this.nodes);
  readonly #references = new Map<number, string>();

  /** @param compiled whether XLA will compile the nodes */
  constructor(recording: Recording, compiled: boolean) {
    this.#recording = recording;
    this.#compiled = compiled;
    const counts = { state: 0, input: 0 };
    recording.nodes.forEach((node, at) => {
      if (node.kind === 'state') this.#references.set(at, `s${counts.state++}`);
      if (node.kind === 'input') this.#references.set(at, `x${counts.input++}`);
    });
    recording.nodes.forEach((node, at) => {
      if (node.kind === 'result') this.#references.set(at, this.#result(node));
    });
  }

  value(at: number): StepValue {
    const { dtype, shape } = this.#recording.nodes[at]!;
    return { reference: this.#reference(at), type: dataTypes[dtype], shape };
  }

  /** What the function calls a value; a constant gets its node where it is first used. */
  #reference(at: number): string {
    const node = this.#recording.nodes[at]!;
    if (node.kind !== 'constant') return this.#references.get(at)!;
    return this.#constant({ shape: node.shape, type: dataTypes[node.dtype], values: node.values });
  }

  #constant(values: HostValues): string {
    return this.#constants.reference(values);
  }

  #scalar(value: number, dtype: RecordedNode['dtype'] = 'int32'): string {
    return this.#constant({ shape: [], type: dataTypes[dtype], values: [value] });
  }

  #vector(values: readonly number[]): string {
    return this.#constant({ shape: [values.length], type: dataTypes.int32, values });
  }

  /** A node and what the function calls its result. */
  #node(op: OperationName, input: readonly string[], types: Types, more: NodeDef['attr'] = {}): string {
    const name = `n${this.nodes.length}`;
    const attributes = Object.entries(types).map(([key, dtype]): [string, AttrValue] => [
      key,
      { type: dataTypes[dtype] },
    ]);
    this.nodes.push({ name, op, input, attr: { ...Object.fromEntries(attributes), ...more } });
    return `${name}:${operations[op]}:0`;
  }

  #result(node: ResultNode): string {
    const { operation, dtype, shape } = node;
    const inputs = node.inputs.map((at) => this.#recording.nodes[at]!);
    switch (operation.kind) {
      case 'view':
        return this.#view(node, operation.offset);
      case 'map':
        return this.#map(node, operation);
      case 'oneHot': {
        const { on, off } = operation;
        const settings = [this.#scalar(shape.at(-1)!), this.#scalar(on, dtype), this.#scalar(off, dtype)];
        const types = { T: dtype, TI: inputs[0]!.dtype };
        return this.#node('OneHot', [this.#reference(node.inputs[0]!), ...settings], types, {
          axis: { i: -1 },
        });
      }
      case 'reduce':
        return this.#reduce(node, operation);
      case 'product': {
        const [left, right, bias] = node.inputs.map((at) => this.#reference(at));
        const transposed = { adj_x: { b: operation.transposeLeft }, adj_y: { b: operation.transposeRight } };
        const product = this.#node('BatchMatMulV2', [left!, right!], { T: dtype }, transposed);
        const sum = bias === undefined ? product : this.#node('Add', [product, bias], { T: dtype });
        return operation.relu ? this.#node('Relu', [sum], { T: dtype }) : sum;
      }
      case 'slice':
        return this.#slice(node, shape.map((_, axis) => (axis === operation.axis ? operation.from : 0))); // prettier-ignore
      case 'concatenation':
        return this.#concatenate(node, operation.axis);
    }
  }

  /** The same value where the shape stays, rows of it where there are fewer, else another shape. */
  #view(node: ResultNode, offset: number): string {
    const [at] = node.inputs as [number];
    const input = this.#recording.nodes[at]!;
    if (node.shape.join() === input.shape.join()) return this.#reference(at);
    if (sizeOf(node) === sizeOf(input)) {
      const shape = this.#vector(node.shape);
      return this.#node('Reshape', [this.#reference(at), shape], { T: node.dtype, Tshape: 'int32' });
    }
    const row = Math.max(1, sizeOf({ shape: input.shape.slice(1) }));
    return this.#slice(node, node.shape.map((_, axis) => (axis === 0 ? offset / row : 0))); // prettier-ignore
  }

  #slice(node: ResultNode, begins: readonly number[]): string {
    const bounds = [this.#vector(begins), this.#vector(node.shape)];
    const types = { T: node.dtype, Index: 'int32' } as const;
    return this.#node('Slice', [this.#reference(node.inputs[0]!), ...bounds], types);
  }

  #map(node: ResultNode, { map, bounds }: ResultNode['operation'] & { readonly kind: 'map' }): string {
    const inputs = node.inputs.map((at) => this.#reference(at));
    const { dtype, shape } = this.#recording.nodes[node.inputs.at(-1)!]!;
    if (map === 'clip') {
      const low = this.#node('Minimum', [...inputs, this.#scalar(bounds[1]!, dtype)], { T: dtype });
      return this.#node('Maximum', [low, this.#scalar(bounds[0]!, dtype)], { T: dtype });
    }
    if (map === 'fromInteger' || (map === 'copy' && dtype !== node.dtype))
      return this.#node('Cast', inputs, { SrcT: dtype, DstT: node.dtype }, { Truncate: { b: false } });
    if (map === 'copy') {
      const repeats = this.#vector(node.shape.map((length, axis) => length / shape[axis]!));
      return this.#node('Tile', [...inputs, repeats], { T: dtype, Tmultiples: 'int32' });
    }
    const isLogical = map === 'and' || map === 'or' || map === 'not';
    return this.#node(mapOperations[map], inputs, isLogical ? {} : { T: dtype });
  }

  #reduce(
    node: ResultNode,
    { reduce, from, to }: ResultNode['operation'] & { readonly kind: 'reduce' },
  ): string {
    const [at] = node.inputs as [number];
    const { dtype, shape } = this.#recording.nodes[at]!;
    const input = this.#reference(at);
    if (reduce === 'argMax')
      return this.#node('ArgMax', [input, this.#scalar(from)], { T: dtype, Tidx: 'int32', output_type: node.dtype }); // prettier-ignore
    const axes = this.#vector(Array.from({ length: to - from }, (_, i) => from + i));
    const names = { sum: 'Sum', mean: 'Mean', max: 'Max', min: 'Min' } as const;
    return this.#node(names[reduce], [input, axes], { T: dtype, Tidx: 'int32' }, {
      keep_dims: { b: node.shape.length === shape.length },
    }); // prettier-ignore
  }

  #concatenate(node: ResultNode, axis: number): string {
    const parts = node.inputs.map((at) => this.#reference(at));
    const lengths = node.inputs.map((at) => this.#recording.nodes[at]!.shape[axis]!);
    if (this.#compiled && node.shape.length === 1) {
      const name = `n${this.nodes.length}`;
      this.nodes.push(...writeParts(name, parts, lengths, dataTypes[node.dtype]));
      return `${name}:output:0`;
    }
    const types = { Tidx: 'int32', T: node.dtype } as const;
    return this.#node('ConcatV2', [...parts, this.#scalar(axis)], types, { N: { i: parts.length } });
  }
}

/** @param compiled whether XLA will compile the nodes */
export function stepNodes(recording: Recording, compiled: boolean): StepNodes {
  const builder = new StepBuilder(recording, compiled);
  const values = (places: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(places).map(([name, at]) => [name, builder.value(at)]));
  const [state, outputs] = [values(recording.state), values(recording.outputs)];
  return { nodes: builder.nodes, state, outputs };
}
