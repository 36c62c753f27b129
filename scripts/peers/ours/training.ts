/** A whole training of ours: time and weights at every evaluation point, evaluation left to the judge. */
import { DqnAgent } from '../../../src/agents/dqn/dqn-agent';
import { Random } from '../../../src/core/random';
import { NormalGenerator } from '../../../src/core/normal-generator';
import { defaultSegmentConfig } from '../../../src/env/segment-config';
import { SegmentSimulator } from '../../../src/env/segment-simulator';
import { crossesMultiple } from '../../../src/train/intervals';
import { RunLoop } from '../../../src/train/run-loop';
import { writeNpy } from '../npy';
import { segmentScaling, trainingSettings as settings } from '../training-settings';
import { median } from '../statistics';
import type { ProgramChoice } from './programs';

export interface TrainingNumbers {
  /** Environment steps, updates, and seconds of training by then. */
  readonly points: readonly (readonly [number, number, number])[];
  /** Of these seconds, those that recording and compiling took. */
  readonly preparationSeconds: number;
}

/** A step of all lanes that took this many times as long as the usual one recorded or compiled something. */
const UNUSUAL = 10;

function excessSeconds(seconds: readonly number[]): number {
  const usual = median(seconds);
  return seconds.reduce((sum, one) => sum + (one > UNUSUAL * usual ? one - usual : 0), 0);
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
  const points: [number, number, number][] = [];
  const weights: Float32Array[] = [];
  const stepSeconds: number[] = [];
  let seconds = 0;
  let resumed = performance.now();
  const agent = new DqnAgent(agentSettings, random.fork('agent'));
  const loop = new RunLoop(environment, agent).interactions();
  while (agent.transitions < settings.stepsAtMost) {
    const [before, began] = [agent.transitions, performance.now()];
    await loop.next();
    stepSeconds.push((performance.now() - began) / 1000);
    if (!crossesMultiple(before, agent.transitions, settings.snapshotInterval)) continue;
    seconds += (performance.now() - resumed) / 1000;
    points.push([agent.transitions, agent.updates, seconds]);
    weights.push((await agent.model()).weights);
    resumed = performance.now();
  }
  agent.dispose();
  const all = Float32Array.from(weights.flatMap((one) => Array.from(one)));
  writeNpy(out, all, [weights.length, weights[0]!.length]);
  return { points, preparationSeconds: program === 'graph' ? excessSeconds(stepSeconds) : 0 };
}
