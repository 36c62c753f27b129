/** Speed of the segment simulator, beside a plain one-customer-base-at-a-time program of the same rules. */
import { NormalGenerator } from '../core/normal-generator';
import { Random } from '../core/random';
import { everyPeriod, segmentNames, type SegmentConfig, type SegmentName } from '../env/segment-config';
import { SegmentSimulator } from '../env/segment-simulator';
import { millisecondsPerCall, type Now } from './stopwatch';

export interface EnvironmentSpeed {
  readonly name: string;
  readonly lanes: number;
  readonly stepsPerSecond: number;
  /** How many times faster than the plain program of the same run. */
  readonly ratioToReference: number;
}

const LANES = [1, 64, 1024, 16_384];
const STRETCH_MS = 200;

type Counts = Record<SegmentName, number>;

/** One step as one would write it first: objects, rules looked up by name, Box-Muller. */
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

async function plainStepsPerSecond(config: SegmentConfig, now: Now): Promise<number> {
  const random = Random.fromSeed(1).fork('plain');
  const names = config.actions.map(({ name }) => name);
  const ms = await millisecondsPerCall(now, STRETCH_MS, () => {
    let counts: Counts = { ...config.start };
    for (let period = 0; period < config.periods; period += 1) {
      counts = plainStep(config, counts, names[random.integer(names.length)]!, () => random.uniform()).next;
    }
  });
  return (1000 * config.periods) / ms;
}

async function stepsPerSecond(config: SegmentConfig, lanes: number, now: Now): Promise<number> {
  const random = Random.fromSeed(1);
  const environment = new SegmentSimulator(config, lanes, NormalGenerator.from(random.fork('noise')));
  const actions = Int32Array.from({ length: lanes }, () => random.integer(environment.actions.length));
  environment.reset();
  const stepsPerCall = Math.max(1, Math.ceil(16_384 / lanes));
  const ms = await millisecondsPerCall(now, STRETCH_MS, () => {
    for (let step = 0; step < stepsPerCall; step += 1) environment.step(actions);
  });
  return (1000 * lanes * stepsPerCall) / ms;
}

export async function benchEnvironment(config: SegmentConfig, now: Now): Promise<EnvironmentSpeed[]> {
  const reference = await plainStepsPerSecond(config, now);
  const speeds: EnvironmentSpeed[] = [
    { name: 'plain objects', lanes: 1, stepsPerSecond: reference, ratioToReference: 1 },
  ];
  for (const lanes of LANES) {
    const speed = await stepsPerSecond(config, lanes, now);
    speeds.push({ name: 'segment', lanes, stepsPerSecond: speed, ratioToReference: speed / reference });
  }
  return speeds;
}
