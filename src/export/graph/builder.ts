/** Builds a graph node by node; shapes and types follow from what a node is made of. */
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
} from './graph';

const COMPARING = new Set<BinaryName>(['equal', 'greater', 'greaterEqual', 'less', 'lessEqual']);

/** @throws RangeError for shapes that do not go together */
function broadcast(shapes: readonly (readonly Dimension[])[]): Dimension[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, i) => {
    const lengths = shapes.map((shape) => shape.at(i - rank) ?? 1).filter((length) => length !== 1);
    const [length = 1] = lengths;
    if (lengths.some((other) => other !== length))
      throw new RangeError(`graph: expected shapes that go together, got ${JSON.stringify(shapes)}`);
    return length;
  });
}

export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];

  node(place: Place): GraphNode {
    return this.#nodes[place]!;
  }

  input(name: string, type: ValueType, shape: readonly Dimension[], meaning: string): Place {
    return this.#push({ kind: 'input', name, type, shape, meaning });
  }

  constant(type: ValueType, shape: readonly number[], values: ArrayLike<number> | readonly string[]): Place {
    return this.#push({ kind: 'constant', type, shape, values });
  }

  /** One row of numbers, which every row meets. */
  row(type: 'float32' | 'float64' | 'bool', values: ArrayLike<number>): Place {
    return this.constant(type, [1, values.length], values);
  }

  scalar(type: 'float32' | 'float64' | 'int64', value: number): Place {
    return this.constant(type, [], [value]);
  }

  unary(name: UnaryName, x: Place): Place {
    const { type, shape } = this.node(x);
    return this.#result({ kind: 'unary', name }, [x], name === 'isNaN' ? 'bool' : type, shape);
  }

  binary(name: BinaryName, x: Place, y: Place): Place {
    const shape = broadcast([this.node(x).shape, this.node(y).shape]);
    return this.#result(
      { kind: 'binary', name },
      [x, y],
      COMPARING.has(name) ? 'bool' : this.node(x).type,
      shape,
    );
  }

  /** The same of several, from left to right. */
  all(name: 'and' | 'or' | 'add', places: readonly Place[]): Place {
    return places.reduce((given, place) => this.binary(name, given, place));
  }

  select(condition: Place, chosen: Place, other: Place): Place {
    const inputs = [condition, chosen, other];
    const shape = broadcast(inputs.map((place) => this.node(place).shape));
    return this.#result({ kind: 'select' }, inputs, this.node(chosen).type, shape);
  }

  cast(x: Place, type: 'float32' | 'float64'): Place {
    return this.#result({ kind: 'cast' }, [x], type, this.node(x).shape);
  }

  matMul(x: Place, y: Place): Place {
    const { type, shape } = this.node(x);
    return this.#result({ kind: 'matMul' }, [x, y], type, [shape[0]!, this.node(y).shape[1]!]);
  }

  transpose(x: Place): Place {
    const { type, shape } = this.node(x);
    return this.#result({ kind: 'transpose' }, [x], type, [...shape].reverse());
  }

  reduce(name: ReduceName, x: Place, axes: readonly number[], keepsAxes: boolean): Place {
    const { type, shape } = this.node(x);
    const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return this.#result(
      { kind: 'reduce', name, axes, keepsAxes },
      [x],
      type,
      keepsAxes ? kept : shape.filter((_, axis) => !axes.includes(axis)),
    );
  }

  argMax(x: Place): Place {
    return this.#result({ kind: 'argMax' }, [x], 'int64', this.node(x).shape.slice(0, -1));
  }

  concatenate(places: readonly Place[], axis: number): Place {
    const { type, shape } = this.node(places[0]!);
    if (places.length === 1) return places[0]!;
    const lengths = places.map((place) => this.node(place).shape[axis] as number);
    const length = lengths.reduce((sum, one) => sum + one, 0);
    return this.#result({ kind: 'concatenate', axis }, places, type, shape.with(axis, length));
  }

  slice(x: Place, axis: number, from: number, to: number): Place {
    const { type, shape } = this.node(x);
    return this.#result({ kind: 'slice', axis, from, to }, [x], type, shape.with(axis, to - from));
  }

  columns(x: Place, columns: readonly number[]): Place {
    const { type, shape } = this.node(x);
    return this.#result({ kind: 'columns', columns }, [x], type, [shape[0]!, columns.length]);
  }

  reshape(x: Place, shape: readonly Dimension[]): Place {
    return this.#result({ kind: 'reshape' }, [x], this.node(x).type, shape);
  }

  /** Whether any of a row is true. @param x [rows, n] bool @returns [rows, 1] bool */
  any(x: Place): Place {
    const most = this.reduce('max', this.cast(x, 'float32'), [1], true);
    return this.binary('greater', most, this.scalar('float32', 0.5));
  }

  /**
   * Whether a number is none, or larger than a limit by its size. Not as "not less or equal": TensorFlow's optimizer makes
   * "greater" of that, which what is no number is not.
   */
  isBeyond(x: Place, limit: Place): Place {
    return this.binary('or', this.unary('isNaN', x), this.binary('greater', this.unary('abs', x), limit));
  }

  graph(outputs: Graph['outputs']): Graph {
    return { nodes: this.#nodes, outputs };
  }

  #result(
    operation: Operation,
    inputs: readonly Place[],
    type: ValueType,
    shape: readonly Dimension[],
  ): Place {
    return this.#push({ kind: 'result', operation, inputs, type, shape });
  }

  #push(node: GraphNode): Place {
    return this.#nodes.push(node) - 1;
  }
}
