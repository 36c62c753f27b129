/** Addresses for what a plan keeps in memory; work that is not needed at the same time shares memory. */
import { readBy, type Place, type Plan, type Region, type Task } from './plan';

const NUMBER_BYTES = 4;
/** Whole vectors; and as vectors may be read beyond the end of what they are read from, one more. */
const ALIGNMENT = 64;

export interface Layout {
  readonly address: (place: Place) => number;
  readonly end: number;
}

/** Bytes that a region takes. */
export function bytesOf({ size }: Region): number {
  return (Math.floor((size * NUMBER_BYTES) / ALIGNMENT) + 1) * ALIGNMENT;
}

interface Life {
  from: number;
  to: number;
}

/** The places that a task writes. */
function writtenBy({ places }: Plan, task: Task): readonly Place[] {
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

/** First and last task that need a region's memory. */
function livesOf(plan: Plan): Map<Region, Life> {
  const lives = new Map<Region, Life>();
  const use = ({ region }: Place, at: number): void => {
    if (region.kind === 'state' || region.kind === 'constant') return;
    const life = lives.get(region);
    if (life === undefined) lives.set(region, { from: region.kind === 'input' ? -1 : at, to: at });
    else life.to = Math.max(life.to, at);
  };
  plan.tasks.forEach((task, at) => {
    for (const place of [...readBy(plan, task), ...writtenBy(plan, task)]) use(place, at);
  });
  for (const region of Object.values(plan.inputs)) use({ region, offset: 0 }, -1);
  for (const place of Object.values(plan.outputs)) use(place, plan.tasks.length);
  return lives;
}

/**
 * Gives each region, the largest first, the lowest address that is free for as long as it lives.
 *
 * @see Pisarchyk & Lee (2020), greedy by size, https://arxiv.org/abs/2001.03288
 */
function shareMemory(lives: ReadonlyMap<Region, Life>, base: number, addresses: Map<Region, number>): number {
  const placed: { readonly life: Life; readonly start: number; readonly end: number }[] = [];
  const bySize = [...lives].sort(([a], [b]) => b.size - a.size);
  for (const [region, life] of bySize) {
    const rivals = placed
      .filter((other) => other.life.from <= life.to && life.from <= other.life.to)
      .sort((a, b) => a.start - b.start);
    let start = base;
    for (const rival of rivals) {
      if (rival.start - start >= bytesOf(region)) break;
      start = Math.max(start, rival.end);
    }
    addresses.set(region, start);
    placed.push({ life, start, end: start + bytesOf(region) });
  }
  return placed.reduce((end, one) => Math.max(end, one.end), base);
}

/**
 * @param state addresses of the state's regions
 * @param base  the first address that is free
 */
export function layoutOf(plan: Plan, state: ReadonlyMap<Region, number>, base: number): Layout {
  const addresses = new Map(state);
  let end = base;
  for (const region of plan.constants.keys()) {
    addresses.set(region, end);
    end += bytesOf(region);
  }
  end = shareMemory(livesOf(plan), end, addresses);
  const address = ({ region, offset }: Place) => addresses.get(region)! + offset * NUMBER_BYTES;
  return { address, end };
}
