/**
 * The rules of the segment world as one would write them first: objects, rules looked up by name, Box-Muller. The
 * simulator's speed is stated beside it, and nothing else uses it.
 */
import type { Random } from '../../core/random';
import type { PlainProgram } from '../world';
import { everyPeriod, segmentNames, type SegmentConfig, type SegmentName } from './settings';

type Counts = Record<SegmentName, number>;

/** One period of one company. */
function plainStep(
  config: SegmentConfig,
  counts: Counts,
  action: string,
  uniform: () => number,
): { next: Counts; reward: number } {
  const source = { ...counts };
  for (const name of segmentNames) source[name] += config.arrivals[name];
  const { cost } = config.actions.find(({ name }) => name === action)!;
  const reward = segmentNames.reduce(
    (sum, name) => sum + source[name] * (config.revenue[name] - cost[name]),
    0,
  );
  const next = { ...source };
  for (const { when, from, to, mean, sd } of config.flows) {
    if (when !== everyPeriod && when !== action) continue;
    const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const moved = Math.trunc(Math.min(1, Math.max(0, mean + sd * normal)) * source[from]);
    next[from] -= moved;
    next[to] += moved;
  }
  for (const name of segmentNames) next[name] = Math.max(0, next[name]);
  return { next, reward };
}

/** One episode under random actions. */
export function plainProgram(config: SegmentConfig, random: Random): PlainProgram {
  const names = config.actions.map(({ name }) => name);
  const run = () => {
    let counts: Counts = { ...config.start };
    for (let period = 0; period < config.periods; period += 1) {
      counts = plainStep(config, counts, names[random.integer(names.length)]!, () => random.uniform()).next;
    }
  };
  return { stepsPerCall: config.periods, run };
}
