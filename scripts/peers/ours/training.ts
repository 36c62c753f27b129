/** A whole training of ours: time and weights at every evaluation point, evaluation left to the judge. */
import { DqnAgent } from '../../../src/agents/dqn/dqn-agent';
import { Random } from '../../../src/core/random';
import { NormalGenerator } from '../../../src/core/normal-generator';
import { defaultSegmentConfig } from '../../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../../src/worlds/segment/simulator';
import { crossesMultiple } from '../../../src/train/intervals';
import { RunLoop } from '../../../src/train/run-loop';
import { writeNpy } from '../npy';
import { segmentScaling, trainingSettings as settings } from '../training-settings';
import { FirstCalls } from './first-calls';
import type { ProgramChoice } from './programs';

export interface TrainingNumbers {
  /** Environment steps, updates, seconds of training by then, and of these, seconds of recording and compiling. */
  readonly points: readonly (readonly [number, number, number, number])[];
}

/** @param out where the parameters at every point are written: [points, parameters] */
export async function measureTraining(
  { program, xla }: ProgramChoice,
  seed: number,
  out: string,
): Promise<TrainingNumbers> {
  const random = Random.fromSeed(seed);
  const noise = NormalGenerator.from(random.fork('environment'));
  const environment = new SegmentSimulator(defaultSegmentConfig, settings.environments, noise);
  const agentSettings = {
    config: settings.dqn,
    scaling: segmentScaling,
    features: environment.observationSpec.features,
    actions: environment.actions,
    masked: false,
    xla,
    epsilonSteps: settings.epsilonSteps,
  };
  const points: [number, number, number, number][] = [];
  const weights: Float32Array[] = [];
  const firstCalls = new FirstCalls();
  let seconds = 0;
  let resumed = performance.now();
  const agent = new DqnAgent(agentSettings, random.fork('agent'));
  // Agents choose by the backend.
  if (agent.program !== program) throw new Error(`expected the program ${program}, got ${agent.program}`);
  const loop = new RunLoop(environment, agent).interactions();
  while (agent.transitions < settings.stepsAtMost) {
    const before = agent.transitions;
    await loop.next();
    if (!crossesMultiple(before, agent.transitions, settings.snapshotInterval)) continue;
    seconds += (performance.now() - resumed) / 1000;
    points.push([agent.transitions, agent.updates, seconds, firstCalls.seconds()]);
    weights.push((await agent.model()).weights);
    resumed = performance.now();
  }
  agent.dispose();
  const all = Float32Array.from(weights.flatMap((one) => Array.from(one)));
  writeNpy(out, all, [weights.length, weights[0]!.length]);
  return { points };
}
