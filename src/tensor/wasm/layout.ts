/** Addresses for what a plan keeps in memory; work that is not needed at the same time shares memory. */
import { readBy, writtenBy, type Place, type Plan, type Region } from './plan';
import { NUMBER_BYTES } from '../recorded/shapes';

/** Whole vectors; and as vectors may be read beyond the end of what they are read from, one more. */
const ALIGNMENT = 64;

export interface Layout {
  /** In bytes. */
  readonly address: (place: Place) => number;
}

/** Bytes that a region takes. */
export function bytesOf({ size }: Region): number {
  return (Math.floor((size * NUMBER_BYTES) / ALIGNMENT) + 1) * ALIGNMENT;
}

/** What a region's memory is needed for: the first and the last task, -1 for before all. */
export interface Life {
  from: number;
  to: number;
}

/** Liveness of every region that shares memory: inputs and work. */
export function livesOf(plan: Plan): Map<Region, Life> {
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
 * Gives each region, the largest first, the lowest offset that is free for as long as it lives.
 *
 * @see Pisarchyk & Lee (2020), greedy by size, https://arxiv.org/abs/2001.03288
 */
function shareMemory(lives: ReadonlyMap<Region, Life>): Pick<Needs, 'work' | 'workBytes'> {
  const work = new Map<Region, number>();
  const placed: { readonly life: Life; readonly start: number; readonly end: number }[] = [];
  const bySize = [...lives].sort(([a], [b]) => b.size - a.size);
  for (const [region, life] of bySize) {
    const rivals = placed
      .filter((other) => other.life.from <= life.to && life.from <= other.life.to)
      .sort((a, b) => a.start - b.start);
    let start = 0;
    for (const rival of rivals) {
      if (rival.start - start >= bytesOf(region)) break;
      start = Math.max(start, rival.end);
    }
    work.set(region, start);
    placed.push({ life, start, end: start + bytesOf(region) });
  }
  return { work, workBytes: placed.reduce((end, one) => Math.max(end, one.end), 0) };
}

/** What a plan needs beside the state, each region by its byte offset. */
export interface Needs {
  readonly constants: ReadonlyMap<Region, number>;
  readonly constantBytes: number;
  readonly work: ReadonlyMap<Region, number>;
  readonly workBytes: number;
}

export function needsOf(plan: Plan): Needs {
  const constants = new Map<Region, number>();
  let constantBytes = 0;
  for (const region of plan.constants.keys()) {
    constants.set(region, constantBytes);
    constantBytes += bytesOf(region);
  }
  return { constants, constantBytes, ...shareMemory(livesOf(plan)) };
}

/**
 * @param state     addresses of the state's regions
 * @param constants address of the first constant
 * @param work      address of the first region of work
 */
export function layoutOf(
  needs: Needs,
  state: ReadonlyMap<Region, number>,
  constants: number,
  work: number,
): Layout {
  const shifted = (offsets: ReadonlyMap<Region, number>, base: number) =>
    [...offsets].map(([region, offset]) => [region, base + offset] as const);
  const addresses = new Map([...state, ...shifted(needs.constants, constants), ...shifted(needs.work, work)]);
  return { address: ({ region, offset }) => addresses.get(region)! + offset * NUMBER_BYTES };
}
