/** Environment steps per second of ours on the sales-channel study, one lane, as published. */
import { RowReplay } from '../../../src/worlds/sales-channel-study/row-replay';
import { shapingConfigSchema } from '../../../src/worlds/sales-channel-study/shaping';
import { makeTraining } from '../../../src/bench/training';
import { salesChannelSchema } from '../../../src/dataset/presets/sales-channel';
import { studyConfig, studyRows } from '../study-inputs';
import type { ProgramChoice } from './programs';

export interface StudyNumbers {
  readonly stepsPerSecond: number;
  readonly updatesPerSecond: number;
  /** Total reward of a pass that takes actions 1, 2, 0, 1, 2, 0, … */
  readonly passReward: number;
}

/** Steps after the first update that are not timed: recording, compiling, warming up. */
const WARM_UP_STEPS = 200;

async function makeEnvironment(root: string) {
  const shaping = shapingConfigSchema.parse(salesChannelSchema.shaping);
  return new RowReplay(await studyRows(root), 1, shaping);
}

async function passReward(root: string): Promise<number> {
  const environment = await makeEnvironment(root);
  environment.reset();
  let total = 0;
  for (let i = 1, ended = false; !ended; i += 1) {
    const { rewards, last } = environment.step(Int32Array.of(i % environment.actions.length));
    total += rewards[0]!;
    ended = last[0] === 1;
  }
  return total;
}

export async function measureStudy(
  root: string,
  { xla }: ProgramChoice,
  seconds: number,
): Promise<StudyNumbers> {
  const environment = await makeEnvironment(root);
  const config = studyConfig(root);
  const { agent, loop } = makeTraining(environment, config, { xla });
  while (agent.transitions < config.learningStarts + WARM_UP_STEPS) await loop.next();
  const start = { at: performance.now(), steps: agent.transitions, updates: agent.updates };
  while (performance.now() - start.at < 1000 * seconds) await loop.next();
  const elapsed = (performance.now() - start.at) / 1000;
  const numbers = {
    stepsPerSecond: (agent.transitions - start.steps) / elapsed,
    updatesPerSecond: (agent.updates - start.updates) / elapsed,
    passReward: await passReward(root),
  };
  agent.dispose();
  return numbers;
}
