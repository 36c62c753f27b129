/** Makes a plan of a recorded graph: what is done in which order, and where results are put. */
import { PANEL_COLUMNS, PANEL_ROWS } from './matrix-functions';
import type { Product } from '../recorded/operations';
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
import { reducedOf } from './reductions';
import type { RecordedNode, Recording } from '../recorded/recorder';
import { sizeOf } from '../recorded/shapes';

/** What an axis divides a tensor into: stretches of numbers that follow each other, of pieces of `inner` numbers. */
function stretchesOf({ shape }: RecordedNode, axis: number) {
  return {
    stretches: sizeOf({ shape: shape.slice(0, axis) }),
    size: sizeOf({ shape: shape.slice(axis) }),
    inner: sizeOf({ shape: shape.slice(axis + 1) }),
  };
}

class Planner {
  readonly #graph: Recording;
  readonly #nodes: readonly RecordedNode[];
  readonly #tasks: Task[] = [];
  readonly #places = new Map<number, Place>();
  /** Task after which a node is in its place; -1 for what is there from the start. */
  readonly #ready = new Map<number, number>();
  readonly #state: ReadonlyMap<string, Region>;
  readonly #inputs = new Map<string, Region>();
  readonly #constants = new Map<Region, Float32Array | Int32Array>();
  readonly #needed: ReadonlySet<number>;
  readonly #packings = new Map<string, Packing>();

  constructor(graph: Recording, state: ReadonlyMap<string, Region>) {
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

  #computesOnTheWay(user: RecordedNode & { readonly kind: 'result' }, used: RecordedNode): boolean {
    const { operation } = user;
    const isReduced = operation.kind === 'reduce' && reducedOf(operation, used) !== 'middle';
    if (!isReduced && operation.kind !== 'map') return false;
    return uniformValue(used) !== null || (isPointwise(used) && (isReduced || sameShape(user, used)));
  }

  /** Lets what makes the parts of a concatenation write them where they belong. */
  #placeParts(at: number): void {
    const node = this.#nodes[at]!;
    if (node.kind !== 'result' || node.operation.kind !== 'concatenation') return;
    const region = this.#place(at, sizeOf(node)).region;
    if (stretchesOf(node, node.operation.axis).stretches > 1) return;
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

  #do(node: RecordedNode, at: number): void {
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
      case 'slice':
        return this.#slice(node.operation, node.inputs[0]!, at);
      case 'concatenation':
        return this.#concatenate(node.operation.axis, node.inputs, at);
    }
  }

  #regionOf(node: Exclude<RecordedNode, { kind: 'result' }>): Region {
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
  #map(node: RecordedNode, at: number): void {
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

  #product(operation: Product, inputs: readonly number[], at: number): void {
    const [left, right, bias = null] = inputs as [number, number, number?];
    const { batches, rows, columns, depth } = operation;
    const packed = {
      left: this.#pack({
        ...{ source: left, side: 'left', matrices: operation.leftBatched ? batches : 1 },
        ...{ lines: rows, depth, linesAreRows: !operation.transposeLeft },
      }),
      right: this.#pack({
        ...{ source: right, side: 'right', matrices: operation.rightBatched ? batches : 1 },
        ...{ lines: columns, depth, linesAreRows: operation.transposeRight },
      }),
    };
    this.#push({ kind: 'product', node: at, ...packed, bias, operation }, at);
  }

  /** What is packed once serves every product. */
  #pack(packing: Omit<Packing, 'kind' | 'target' | 'size'>): Packing {
    const { source, side, matrices, lines, depth, linesAreRows } = packing;
    const key = [source, side, matrices, lines, linesAreRows].join(' ');
    const known = this.#packings.get(key);
    if (known !== undefined) return known;
    const panel = side === 'left' ? PANEL_ROWS : PANEL_COLUMNS;
    const size = Math.ceil(lines / panel) * panel * depth;
    const target: Place = { region: { kind: 'work', size: matrices * size }, offset: 0 };
    const task: Packing = { kind: 'pack', ...packing, target, size };
    this.#packings.set(key, task);
    this.#tasks.push(task);
    return task;
  }

  #slice({ axis, from }: { readonly axis: number; readonly from: number }, input: number, at: number): void {
    const [whole, part] = [stretchesOf(this.#nodes[input]!, axis), stretchesOf(this.#nodes[at]!, axis)];
    const { region, offset } = this.#places.get(input)!;
    const task: Task = {
      ...{ kind: 'copy', from: { region, offset: offset + from * whole.inner } },
      ...{ to: this.#place(at, sizeOf(this.#nodes[at]!)), size: part.size, stretches: part.stretches },
      ...{ fromStride: whole.size, toStride: part.size },
    };
    this.#push(task, at);
  }

  #concatenate(axis: number, inputs: readonly number[], at: number): void {
    const { region } = this.#places.get(at)!;
    const whole = stretchesOf(this.#nodes[at]!, axis);
    let offset = 0;
    for (const input of inputs) {
      const { size, stretches } = stretchesOf(this.#nodes[input]!, axis);
      const from = this.#places.get(input)!;
      const to = { region, offset };
      if (from.region !== region || from.offset !== offset)
        this.#tasks.push({ kind: 'copy', from, to, size, stretches, fromStride: size, toStride: whole.size });
      offset += size;
    }
    this.#ready.set(at, this.#tasks.length - 1);
  }
}

/** @param state where each entry of the state is kept, for all steps of a program */
export function planOf(graph: Recording, state: ReadonlyMap<string, Region>): Plan {
  return new Planner(graph, state).plan();
}
