/** The end of a plan: the new state in place of the old one, and outputs where nothing will write over them. */
import { copyOf, passOf, readBy, sameShape, type Place, type Plan, type Region, type Task } from './plan';
import type { RecordedNode, Recording } from '../recorded/recorder';
import { sizeOf } from '../recorded/shapes';

/** A plan in the making. */
export interface Draft {
  readonly nodes: readonly RecordedNode[];
  readonly tasks: Task[];
  readonly places: Map<number, Place>;
  /** Task after which a node is in its place; -1 for what is there from the start. */
  readonly ready: ReadonlyMap<number, number>;
}

/** Whether each number of the state is read, where the pass `task` reads it, just before it is written. */
function readsInStep(
  draft: Draft,
  task: Task & { readonly kind: 'map' },
  at: number,
  state: Region,
): boolean {
  return passOf(draft, task).found.every((other) => {
    const { region, offset } = draft.places.get(other)!;
    return region !== state || (offset === 0 && sameShape(draft.nodes[other]!, draft.nodes[at]!));
  });
}

/** Whether a pass may write node `at`, the new state, over the old one: nothing else may need the old one any more. */
function mayWriteInPlace(draft: Draft, at: number, state: Region, results: ReadonlySet<number>): boolean {
  const { tasks, places, ready } = draft;
  const pass = tasks[ready.get(at)!];
  if (pass?.kind !== 'map') return false;
  const own = places.get(at)!.region;
  const others = [...places].filter(([other]) => other !== at);
  const isViewed = others.some(([, { region }]) => region === own);
  // A concatenation that copies the numbers looks for them where they were.
  const isCopied = tasks.some((task) => task.kind === 'copy' && task.from.region === own);
  const isResult = others.some(([other, { region }]) => region === state && results.has(other));
  const isReadLater = tasks
    .slice(ready.get(at)! + 1)
    .some((task) => readBy(draft, task).some(({ region }) => region === state));
  return !isViewed && !isCopied && !isResult && !isReadLater && readsInStep(draft, pass, at, state);
}

/** Where a node's numbers are that nothing will write over: if they lie in the state, a copy's place. */
function outOfState({ nodes, tasks, places }: Draft, at: number): Place {
  const from = places.get(at)!;
  if (from.region.kind !== 'state') return from;
  const size = sizeOf(nodes[at]!);
  const to: Place = { region: { kind: 'work', size }, offset: 0 };
  tasks.push(copyOf(from, to, size));
  return to;
}

/**
 * Adds what is left to do once everything is computed.
 *
 * @param regions of the state's entries
 * @returns the places of the outputs
 */
export function placeResults(
  graph: Recording,
  regions: ReadonlyMap<string, Region>,
  draft: Draft,
): Plan['outputs'] {
  const results = new Set([...Object.values(graph.state), ...Object.values(graph.outputs)]);
  const state = Object.entries(graph.state).map(([name, at]) => ({ at, region: regions.get(name)! }));
  for (const { at, region } of state)
    if (mayWriteInPlace(draft, at, region, results)) draft.places.set(at, { region, offset: 0 });
  const outputs = Object.entries(graph.outputs).map(([name, at]) => [name, outOfState(draft, at)] as const);
  // All copies are taken before the first entry is written over.
  const written = state
    .filter(({ at, region }) => draft.places.get(at)!.region !== region)
    .map(({ at, region }) => copyOf(outOfState(draft, at), { region, offset: 0 }, region.size));
  draft.tasks.push(...written);
  return Object.fromEntries(outputs);
}
