/** Speed of a world's environment, beside a plain one-customer-base-at-a-time program of the same rules. */
import { Random } from '../core/random';
import type { OpenWorld } from '../worlds/world';
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

/** Work to be timed, and the environment steps that one call of it takes. */
interface Contender extends Timed {
  readonly name: string;
  readonly lanes: number;
  readonly stepsPerCall: number;
}

function simulator(name: string, world: OpenWorld, lanes: number): Contender {
  const random = Random.fromSeed(1);
  const environment = world.make(lanes, random.fork('noise'));
  const actions = Int32Array.from({ length: lanes }, () => random.integer(environment.actions.length));
  environment.reset();
  const steps = Math.max(1, Math.ceil(16_384 / lanes));
  const run = () => {
    for (let step = 0; step < steps; step += 1) environment.step(actions);
  };
  return { name, lanes, stepsPerCall: lanes * steps, run };
}

/** @throws RangeError unless the world has a plain program to be compared with */
export async function benchEnvironment(
  name: string,
  world: OpenWorld,
  now: Now,
): Promise<EnvironmentSpeed[]> {
  const plain = world.plainProgram?.(Random.fromSeed(1).fork('plain'));
  if (plain === undefined) throw new RangeError(`bench: expected a plain program of the world ${name}`);
  const contenders: readonly Contender[] = [
    { name: 'plain objects', lanes: 1, ...plain },
    ...LANES.map((lanes) => simulator(name, world, lanes)),
  ];
  const timings = await timeInTurns(now, STRETCH_MS, contenders);
  return contenders.map(({ name: label, lanes, stepsPerCall }, i) => {
    const { millisecondsPerCall, timesFaster } = timings[i]!;
    const perReferenceCall = stepsPerCall / contenders[0]!.stepsPerCall;
    return {
      name: label,
      lanes,
      stepsPerSecond: (1000 * stepsPerCall) / millisecondsPerCall,
      ratioToReference: timesFaster * perReferenceCall,
    };
  });
}
