/**
 * What a recorded graph has to do, task by task. Operations on single numbers are done where their result is used,
 * in one pass over memory with others of the same shape; only what something else must find in memory gets a place.
 */
import type { Product, Reduce } from '../recorded/operations';
import type { RecordedNode } from '../recorded/recorder';

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

/** Lines of a panel: the rows of a product's left factor, the columns of its right one. */
export interface Packing {
  readonly kind: 'pack';
  readonly source: number;
  readonly side: 'left' | 'right';
  /** Matrices, one after the other. */
  readonly matrices: number;
  readonly lines: number;
  readonly depth: number;
  /** Whether a line's numbers are a row of the source, not a column. */
  readonly linesAreRows: boolean;
  readonly target: Place;
  /** Numbers that one packed matrix takes. */
  readonly size: number;
}

/** Several stretches of numbers, each to its own place. */
export interface Copy {
  readonly kind: 'copy';
  readonly from: Place;
  readonly to: Place;
  /** Of one stretch. */
  readonly size: number;
  readonly stretches: number;
  /** Numbers from one stretch to the next. */
  readonly fromStride: number;
  readonly toStride: number;
}

export type Task =
  /** One pass that computes and stores nodes of one shape. */
  | { readonly kind: 'map'; readonly nodes: number[] }
  | {
      readonly kind: 'reduce';
      readonly node: number;
      readonly input: number;
      readonly operation: Reduce;
    }
  | Packing
  | {
      readonly kind: 'product';
      readonly node: number;
      readonly left: Packing;
      readonly right: Packing;
      readonly bias: number | null;
      readonly operation: Product;
    }
  | Copy;

export interface Plan {
  readonly nodes: readonly RecordedNode[];
  readonly tasks: readonly Task[];
  /** Where nodes are; those without a place are computed where they are used. */
  readonly places: ReadonlyMap<number, Place>;
  readonly inputs: Readonly<Record<string, Region>>;
  readonly constants: ReadonlyMap<Region, Float32Array | Int32Array>;
  readonly outputs: Readonly<Record<string, Place>>;
}

/** A copy of numbers that follow each other. */
export const copyOf = (from: Place, to: Place, size: number): Copy => ({
  ...{ kind: 'copy', from, to, size },
  ...{ stretches: 1, fromStride: size, toStride: size },
});

export function sameShape(a: RecordedNode, b: RecordedNode): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

/** The one number that a constant consists of; null if there are several, or it is no constant, or of int32. */
export function uniformValue(node: RecordedNode): number | null {
  if (node.kind !== 'constant' || node.dtype === 'int32') return null;
  const [first] = node.values;
  return first !== undefined && node.values.every((value) => Object.is(value, first)) ? first : null;
}

/** Whether a node's numbers can be computed one by one wherever they are needed. */
export function isPointwise(node: RecordedNode): node is RecordedNode & { readonly kind: 'result' } {
  return node.kind === 'result' && (node.operation.kind === 'map' || node.operation.kind === 'oneHot');
}

/** What a pass over memory that ends in `roots` computes on the way, in order, and what it finds in memory. */
export function passOver(
  nodes: readonly RecordedNode[],
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
