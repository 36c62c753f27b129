/**
 * What a recorded graph has to do, task by task. Operations on single numbers are done where their result is used,
 * in one pass over memory with others of the same shape; only what something else must find in memory gets a place.
 */
import type { GraphNode, RecordedGraph } from './recorder';

/** A stretch of memory. */
export interface Region {
  readonly kind: 'state' | 'input' | 'constant' | 'work';
  /** Numbers of four bytes. */
  readonly size: number;
}

export interface Place {
  readonly region: Region;
  /** Numbers from the region's start. */
  readonly offset: number;
}

/** Lanes of a panel: the rows of a product's left factor, the columns of its right one. */
export interface Packing {
  readonly kind: 'pack';
  readonly source: number;
  readonly side: 'left' | 'right';
  readonly lanes: number;
  readonly depth: number;
  /** Whether a lane's numbers are a row of the source, not a column. */
  readonly lanesAreRows: boolean;
  readonly target: Place;
}

export type Task =
  /** One pass that computes and stores nodes of one shape. */
  | { readonly kind: 'map'; readonly nodes: number[] }
  | { readonly kind: 'reduce'; readonly node: number }
  | Packing
  | { readonly kind: 'product'; readonly node: number; readonly left: Packing; readonly right: Packing }
  | { readonly kind: 'copy'; readonly from: Place; readonly to: Place; readonly size: number };

export interface Plan {
  readonly nodes: readonly GraphNode[];
  readonly tasks: readonly Task[];
  /** Where nodes are; those without a place are computed where they are used. */
  readonly places: ReadonlyMap<number, Place>;
  readonly state: Readonly<Record<string, Region>>;
  readonly inputs: Readonly<Record<string, Region>>;
  readonly constants: ReadonlyMap<Region, Float32Array | Int32Array>;
  readonly outputs: Readonly<Record<string, Place>>;
}

export function sizeOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function sameShape(a: GraphNode, b: GraphNode): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

/** The one number that a constant consists of; null if there are several, or it is no constant of float32. */
export function uniformValue(node: GraphNode): number | null {
  if (node.kind !== 'constant' || node.dtype !== 'float32') return null;
  const [first] = node.values;
  return first !== undefined && node.values.every((value) => Object.is(value, first)) ? first : null;
}

/** Whether a node's numbers can be computed one by one wherever they are needed. */
export function isPointwise(node: GraphNode): node is GraphNode & { readonly kind: 'result' } {
  return node.kind === 'result' && (node.operation.kind === 'map' || node.operation.kind === 'oneHot');
}

/** What a pass over memory that ends in `roots` computes on the way, in order, and what it finds in memory. */
export function passOver(
  nodes: readonly GraphNode[],
  roots: readonly number[],
  isFound: (node: number) => boolean,
): { readonly computed: readonly number[]; readonly found: readonly number[] } {
  const computed = new Set<number>();
  const found = new Set<number>();
  const visit = (at: number): void => {
    const node = nodes[at]!;
    if (computed.has(at) || uniformValue(node) !== null) return;
    if (!isPointwise(node) || isFound(at)) {
      found.add(at);
      return;
    }
    node.inputs.forEach(visit);
    computed.add(at);
  };
  roots.forEach(visit);
  return { computed: [...computed], found: [...found] };
}

/** The same for a task. */
export function passOf(
  { nodes, places }: Pick<Plan, 'nodes' | 'places'>,
  task: Task & { readonly kind: 'map' | 'reduce' },
): ReturnType<typeof passOver> {
  if (task.kind === 'map')
    return passOver(nodes, task.nodes, (at) => places.has(at) && !task.nodes.includes(at));
  const node = nodes[task.node]!;
  return passOver(nodes, node.kind === 'result' ? node.inputs : [], (at) => places.has(at));
}

/** The places that a task reads. */
export function readBy(plan: Pick<Plan, 'nodes' | 'places'>, task: Task): readonly Place[] {
  const place = (at: number) => plan.places.get(at)!;
  switch (task.kind) {
    case 'map':
    case 'reduce':
      return passOf(plan, task).found.map(place);
    case 'pack':
      return [place(task.source)];
    case 'product': {
      const node = plan.nodes[task.node]!;
      const bias = node.kind === 'result' ? node.inputs.slice(2) : [];
      return [task.left.target, task.right.target, ...bias.map(place)];
    }
    case 'copy':
      return [task.from];
  }
}

class Planner {
  readonly #graph: RecordedGraph;
  readonly #nodes: readonly GraphNode[];
  readonly #tasks: Task[] = [];
  readonly #places = new Map<number, Place>();
  /** Task after which a node is in its place; -1 for what is there from the start. */
  readonly #ready = new Map<number, number>();
  readonly #regions = { state: new Map<string, Region>(), input: new Map<string, Region>() };
  readonly #constants = new Map<Region, Float32Array | Int32Array>();
  readonly #needed: ReadonlySet<number>;
  readonly #packings = new Map<string, Packing>();

  constructor(graph: RecordedGraph, state: ReadonlyMap<string, Region>) {
    this.#graph = graph;
    this.#nodes = graph.nodes;
    this.#regions.state = new Map(state);
    this.#needed = this.#findNeeded();
  }

  plan(): Plan {
    for (const at of this.#needed) this.#placeParts(at);
    this.#nodes.forEach((node, at) => {
      if (this.#needed.has(at)) this.#do(node, at);
    });
    const outputs = this.#finish();
    return {
      nodes: this.#nodes,
      tasks: this.#tasks,
      places: this.#places,
      state: Object.fromEntries(this.#regions.state),
      inputs: Object.fromEntries(this.#regions.input),
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
        return this.#push({ kind: 'reduce', node: at }, at);
      case 'product':
        return this.#product(node, at);
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
    const known = this.#regions[node.kind].get(node.name);
    if (known !== undefined) return known;
    const region: Region = { kind: node.kind, size: sizeOf(node) };
    this.#regions[node.kind].set(node.name, region);
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

  #product(node: GraphNode & { readonly kind: 'result' }, at: number): void {
    if (node.operation.kind !== 'product') return;
    const { transposeLeft, transposeRight } = node.operation;
    const [left, right] = node.inputs as [number, number];
    const [rows, columns] = node.shape as [number, number];
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
    this.#push({ kind: 'product', node: at, ...packed }, at);
  }

  /** What is packed once serves every product. */
  #pack(packing: Omit<Packing, 'kind' | 'target'>): Packing {
    const key = `${packing.source} ${packing.side} ${packing.lanesAreRows}`;
    const known = this.#packings.get(key);
    if (known !== undefined) return known;
    const panel = packing.side === 'left' ? 4 : 8;
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

  /** Puts the new state in place of the old one, after everything that needs the old one. */
  #finish(): Record<string, Place> {
    const state = Object.entries(this.#graph.state).map(
      ([name, at]) => [at, this.#regions.state.get(name)!] as const,
    );
    for (const [at, region] of state) this.#writeInPlace(at, region);
    const outputs = Object.entries(this.#graph.outputs).map(
      ([name, at]) => [name, this.#outOfState(at)] as const,
    );
    const put = state
      .filter(([at, region]) => this.#places.get(at)!.region !== region)
      .map(([at, region]): Task => {
        const to = { region, offset: 0 };
        return { kind: 'copy', from: this.#outOfState(at), to, size: region.size };
      });
    this.#tasks.push(...put);
    return Object.fromEntries(outputs);
  }

  /** Lets a pass write the new state over the old one, where nothing needs the old one any more. */
  #writeInPlace(at: number, region: Region): void {
    const own = this.#places.get(at)!.region;
    const ready = this.#ready.get(at)!;
    const pass = this.#tasks[ready];
    const others = [...this.#places].filter(([other]) => other !== at);
    const wanted = new Set([...Object.values(this.#graph.state), ...Object.values(this.#graph.outputs)]);
    if (pass?.kind !== 'map' || others.some(([, place]) => place.region === own)) return;
    // A concatenation that copies the numbers looks for them where they were.
    if (this.#tasks.some((task) => task.kind === 'copy' && task.from.region === own)) return;
    if (others.some(([other, place]) => wanted.has(other) && place.region === region)) return;
    const reads = (task: Task) => readBy(this.#plan, task).some((place) => place.region === region);
    if (this.#tasks.slice(ready + 1).some(reads)) return;
    // In the pass itself each number may be read only just before it is written.
    const astray = passOf(this.#plan, pass).found.some((other) => {
      const place = this.#places.get(other)!;
      return (
        place.region === region && (place.offset !== 0 || !sameShape(this.#nodes[other]!, this.#nodes[at]!))
      );
    });
    if (!astray) this.#places.set(at, { region, offset: 0 });
  }

  /** Where a node's numbers are that nothing will write over: if they lie in the state, a copy's place. */
  #outOfState(at: number): Place {
    const from = this.#places.get(at)!;
    if (from.region.kind !== 'state') return from;
    const size = sizeOf(this.#nodes[at]!);
    const to: Place = { region: { kind: 'work', size }, offset: 0 };
    this.#tasks.push({ kind: 'copy', from, to, size });
    return to;
  }

  get #plan(): Pick<Plan, 'nodes' | 'places'> {
    return { nodes: this.#nodes, places: this.#places };
  }
}

/** @param state where each entry of the state is kept, for all steps of a program */
export function planOf(graph: RecordedGraph, state: ReadonlyMap<string, Region>): Plan {
  return new Planner(graph, state).plan();
}
