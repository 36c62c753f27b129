/**
 * What a recorded graph has to do, task by task. Operations on single numbers are done where their result is used,
 * in one pass over memory with others of the same shape; only what something else must find in memory gets a place.
 */
import type { Operation } from './operations';
import type { GraphNode } from './recorder';

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
  | {
      readonly kind: 'reduce';
      readonly node: number;
      readonly input: number;
      readonly operation: Operation & { readonly kind: 'reduce' };
    }
  | Packing
  | {
      readonly kind: 'product';
      readonly node: number;
      readonly left: Packing;
      readonly right: Packing;
      readonly bias: number | null;
      readonly relu: boolean;
    }
  | { readonly kind: 'copy'; readonly from: Place; readonly to: Place; readonly size: number };

export interface Plan {
  readonly nodes: readonly GraphNode[];
  readonly tasks: readonly Task[];
  /** Where nodes are; those without a place are computed where they are used. */
  readonly places: ReadonlyMap<number, Place>;
  readonly inputs: Readonly<Record<string, Region>>;
  readonly constants: ReadonlyMap<Region, Float32Array | Int32Array>;
  readonly outputs: Readonly<Record<string, Place>>;
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
  return passOver(nodes, [task.input], (at) => places.has(at));
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
      const packed = [task.left.target, task.right.target];
      return task.bias === null ? packed : [...packed, place(task.bias)];
    }
    case 'copy':
      return [task.from];
  }
}

/** The places that a task writes. */
export function writtenBy({ places }: Pick<Plan, 'places'>, task: Task): readonly Place[] {
  switch (task.kind) {
    case 'map':
      return task.nodes.map((at) => places.get(at)!);
    case 'reduce':
    case 'product':
      return [places.get(task.node)!];
    case 'pack':
      return [task.target];
    case 'copy':
      return [task.to];
  }
}
