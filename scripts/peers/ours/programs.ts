/** How contact-dqn runs its learner here: the one place that knows which programs there are. */
import { DqnAgent, type DqnAgentSettings } from '../../../src/agents/dqn/dqn-agent';
import type { DqnConfig } from '../../../src/agents/dqn/dqn-config';
import { Learner } from '../../../src/agents/dqn/learner';
import { dqnSteps, learnerTensors } from '../../../src/agents/dqn/learner-step';
import type { NetworkShape } from '../../../src/agents/dqn/q-network';
import { InputError } from '../../../src/core/errors';
import type { Random } from '../../../src/core/random';
import type { TransitionBatch } from '../../../src/replay/transition';
import { EagerProgram } from '../../../src/tensor/eager-program';

export const programNames = ['eager', 'graph'] as const;

export interface ProgramChoice {
  readonly program: (typeof programNames)[number];
  readonly xla: boolean;
}

function expectEager({ program }: ProgramChoice): void {
  if (program !== 'eager') throw new InputError('--program graph: there are no graph programs yet');
}

export function makeLearner(
  choice: ProgramChoice,
  shape: NetworkShape,
  config: DqnConfig,
  state: Readonly<Record<string, Float32Array>>,
): Learner {
  expectEager(choice);
  return new Learner(new EagerProgram(dqnSteps(shape, config), learnerTensors(state)), config);
}

export function makeAgent(choice: ProgramChoice, settings: DqnAgentSettings, random: Random): DqnAgent {
  expectEager(choice);
  return new DqnAgent(settings, random);
}

/** Updates handed over per call. */
export function updatesPerCall({ program }: ProgramChoice): number {
  return program === 'graph' ? 16 : 1;
}

/** Learns from the batches in turn, in one call where the program can. */
export async function learnFrom(learner: Learner, batches: readonly TransitionBatch[]): Promise<void> {
  for (const batch of batches) await learner.learn(batch);
}
