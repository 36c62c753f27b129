/** Makes a plan of a recorded graph: what is done in which order, and where results are put. */
import { PANEL_COLUMNS, PANEL_ROWS } from './matrix-functions';
import type { Operation } from './operations';
import {
  isPointwise,
  passOver,
  sameShape,
  uniformValue,
  type Packing,
  type Place,
  type Plan,
  type Region,
  type Task,
} from './plan';
import { placeResults } from './place-results';
import type { GraphNode, RecordedGraph } from './recorder';
import { sizeOf } from './shapes';

class Planner {
  readonly #graph: RecordedGraph;
  readonly #nodes: readonly GraphNode[];
  readonly #tasks: Task[] = [];
  readonly #places = new Map<number, Place>();
  /** Task after which a node is in its place; -1 for what is there from the start. */
  readonly #ready = new Map<number, number>();
  readonly #state: ReadonlyMap<string, Region>;
  readonly #inputs = new Map<string, Region>();
  readonly #constants = new Map<Region, Float32Array | Int32Array>();
  readonly #needed: ReadonlySet<number>;
  readonly #packings = new Map<string, Packing>();

  constructor(graph: RecordedGraph, state: ReadonlyMap<string, Region>) {
    this.#graph = graph;
    this.#nodes = graph.nodes;
    this.#state = state;
    this.#needed = this.#findNeeded();
  }

  plan(): Plan {
    for (const at of this.#needed) this.#placeParts(at);
    this.#nodes.forEach((node, at) => {
      if (this.#needed.has(at)) this.#do(node, at);
    });
    const outputs = placeResults(this.#graph, this.#state, {
      nodes: this.#nodes,
      tasks: this.#tasks,
      places: this.#places,
      ready: this.#ready,
    });
    return {
      nodes: this.#nodes,
      tasks: this.#tasks,
      places: this.#places,
      inputs: Object.fromEntries(this.#inputs),
      constants: this.#constants,
      outputs,
    };
  }

  /** Nodes that something must find in memory. */
  #findNeeded(): Set<number> {
    const needed = new Set([...Object.values(this.#graph.state), ...Object.values(this.#graph.outputs)]);
    const reached = new Set(needed);
    for (let at = this.#nodes.length - 1; at >= 0; at -= 1) {
      const node = this.#nodes[at]!;
      if (!reached.has(at) || node.kind !== 'result') continue;
      for (const input of node.inputs) {
        reached.add(input);
        if (!this.#computesOnTheWay(node, this.#nodes[input]!)) needed.add(input);
      }
    }
    // In the order of the graph.
    return new Set([...needed].sort((a, b) => a - b));
  }

  #computesOnTheWay(user: GraphNode & { readonly kind: 'result' }, used: GraphNode): boolean {
    const { kind } = user.operation;
    if (kind !== 'reduce' && kind !== 'map') return false;
    return uniformValue(used) !== null || (isPointwise(used) && (kind === 'reduce' || sameShape(user, used)));
  }

  /** Lets what makes the parts of a concatenation write them where they belong. */
  #placeParts(at: number): void {
    const node = this.#nodes[at]!;
    if (node.kind !== 'result' || node.operation.kind !== 'concatenation') return;
    const region = this.#place(at, sizeOf(node)).region;
    let offset = 0;
    for (const input of node.inputs) {
      const maker = this.#makerOf(input);
      if (maker !== null && !this.#places.has(maker)) this.#places.set(maker, { region, offset });
      offset += sizeOf(this.#nodes[input]!);
    }
  }

  /** The product or reduction whose numbers a node shows, all of them; null if there is none. */
  #makerOf(at: number): number | null {
    const node = this.#nodes[at]!;
    if (node.kind !== 'result') return null;
    const { kind } = node.operation;
    if (kind === 'product' || kind === 'reduce') return at;
    if (kind !== 'view' || sizeOf(node) !== sizeOf(this.#nodes[node.inputs[0]!]!)) return null;
    return this.#makerOf(node.inputs[0]!);
  }

  #place(at: number, size: number): Place {
    const known = this.#places.get(at);
    if (known !== undefined) return known;
    const place: Place = { region: { kind: 'work', size }, offset: 0 };
    this.#places.set(at, place);
    return place;
  }

  #do(node: GraphNode, at: number): void {
    if (node.kind !== 'result') {
      this.#places.set(at, { region: this.#regionOf(node), offset: 0 });
      this.#ready.set(at, -1);
      return;
    }
    switch (node.operation.kind) {
      case 'view': {
        const [input] = node.inputs as [number];
        const { region, offset } = this.#places.get(input)!;
        this.#places.set(at, { region, offset: offset + node.operation.offset });
        this.#ready.set(at, this.#ready.get(input)!);
        return;
      }
      case 'map':
      case 'oneHot':
        return this.#map(node, at);
      case 'reduce':
        return this.#push(
          { kind: 'reduce', node: at, input: node.inputs[0]!, operation: node.operation },
          at,
        );
      case 'product':
        return this.#product(node.operation, node.inputs, at);
      case 'concatenation':
        return this.#concatenate(node.inputs, at);
    }
  }

  #regionOf(node: Exclude<GraphNode, { kind: 'result' }>): Region {
    if (node.kind === 'constant') {
      const region: Region = { kind: 'constant', size: sizeOf(node) };
      this.#constants.set(region, node.values);
      return region;
    }
    if (node.kind === 'state') return this.#state.get(node.name)!;
    const region: Region = { kind: 'input', size: sizeOf(node) };
    this.#inputs.set(node.name, region);
    return region;
  }

  #push(task: Task, at: number): void {
    this.#place(at, sizeOf(this.#nodes[at]!));
    this.#ready.set(at, this.#tasks.push(task) - 1);
  }

  /** Adds a node to the earliest pass of its shape that comes after all that it needs. */
  #map(node: GraphNode, at: number): void {
    const { found } = passOver(this.#nodes, [at], (other) => other !== at && this.#needed.has(other));
    const joins = this.#tasks.findIndex(
      (task, i) =>
        task.kind === 'map' &&
        sameShape(this.#nodes[task.nodes[0]!]!, node) &&
        found.every((other) => this.#ready.get(other)! < i || task.nodes.includes(other)),
    );
    const task = this.#tasks[joins];
    if (task?.kind !== 'map') return this.#push({ kind: 'map', nodes: [at] }, at);
    task.nodes.push(at);
    this.#place(at, sizeOf(node));
    this.#ready.set(at, joins);
  }

  #product(
    { transposeLeft, transposeRight, relu }: Operation & { readonly kind: 'product' },
    inputs: readonly number[],
    at: number,
  ): void {
    const [left, right, bias = null] = inputs as [number, number, number?];
    const [rows, columns] = this.#nodes[at]!.shape as [number, number];
    const depth = this.#nodes[left]!.shape[transposeLeft ? 0 : 1]!;
    const packed = {
      left: this.#pack({ source: left, side: 'left', lanes: rows, depth, lanesAreRows: !transposeLeft }),
      right: this.#pack({
        source: right,
        side: 'right',
        lanes: columns,
        depth,
        lanesAreRows: transposeRight,
      }),
    };
    this.#push({ kind: 'product', node: at, ...packed, bias, relu }, at);
  }

  /** What is packed once serves every product. */
  #pack(packing: Omit<Packing, 'kind' | 'target'>): Packing {
    const key = `${packing.source} ${packing.side} ${packing.lanesAreRows}`;
    const known = this.#packings.get(key);
    if (known !== undefined) return known;
    const panel = packing.side === 'left' ? PANEL_ROWS : PANEL_COLUMNS;
    const size = Math.ceil(packing.lanes / panel) * panel * packing.depth;
    const target: Place = { region: { kind: 'work', size }, offset: 0 };
    const task: Packing = { kind: 'pack', ...packing, target };
    this.#packings.set(key, task);
    this.#tasks.push(task);
    return task;
  }

  #concatenate(inputs: readonly number[], at: number): void {
    const { region } = this.#places.get(at)!;
    let offset = 0;
    for (const input of inputs) {
      const size = sizeOf(this.#nodes[input]!);
      const from = this.#places.get(input)!;
      if (from.region !== region || from.offset !== offset)
        this.#tasks.push({ kind: 'copy', from, to: { region, offset }, size });
      offset += size;
    }
    this.#ready.set(at, this.#tasks.length - 1);
  }
}

/** @param state where each entry of the state is kept, for all steps of a program */
export function planOf(graph: RecordedGraph, state: ReadonlyMap<string, Region>): Plan {
  return new Planner(graph, state).plan();
}
