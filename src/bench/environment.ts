/** Speed of the segment simulator, beside a plain one-customer-base-at-a-time program of the same rules. */
import { NormalGenerator } from '../core/normal-generator';
import { Random } from '../core/random';
import { everyPeriod, segmentNames, type SegmentConfig, type SegmentName } from '../worlds/segment/settings';
import { SegmentSimulator } from '../worlds/segment/simulator';
import { timeInTurns, type Now, type Timed } from './stopwatch';

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

/** Work to be timed, and the environment steps that one call of it takes. */
interface Contender extends Timed {
  readonly name: string;
  readonly lanes: number;
  readonly stepsPerCall: number;
}

/** One episode of the plain program. */
function plainProgram(config: SegmentConfig): Contender {
  const random = Random.fromSeed(1).fork('plain');
  const names = config.actions.map(({ name }) => name);
  const run = () => {
    let counts: Counts = { ...config.start };
    for (let period = 0; period < config.periods; period += 1) {
      counts = plainStep(config, counts, names[random.integer(names.length)]!, () => random.uniform()).next;
    }
  };
  return { name: 'plain objects', lanes: 1, stepsPerCall: config.periods, run };
}

function simulator(config: SegmentConfig, lanes: number): Contender {
  const random = Random.fromSeed(1);
  const environment = new SegmentSimulator(config, lanes, NormalGenerator.from(random.fork('noise')));
  const actions = Int32Array.from({ length: lanes }, () => random.integer(environment.actions.length));
  environment.reset();
  const steps = Math.max(1, Math.ceil(16_384 / lanes));
  const run = () => {
    for (let step = 0; step < steps; step += 1) environment.step(actions);
  };
  return { name: 'segment', lanes, stepsPerCall: lanes * steps, run };
}

export async function benchEnvironment(config: SegmentConfig, now: Now): Promise<EnvironmentSpeed[]> {
  const contenders = [plainProgram(config), ...LANES.map((lanes) => simulator(config, lanes))];
  const timings = await timeInTurns(now, STRETCH_MS, contenders);
  return contenders.map(({ name, lanes, stepsPerCall }, i) => {
    const { millisecondsPerCall, timesFaster } = timings[i]!;
    const perReferenceCall = stepsPerCall / contenders[0]!.stepsPerCall;
    return {
      name,
      lanes,
      stepsPerSecond: (1000 * stepsPerCall) / millisecondsPerCall,
      ratioToReference: timesFaster * perReferenceCall,
    };
  });
}
