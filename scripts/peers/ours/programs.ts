/** How contact-dqn runs its learner here: the one place that knows which programs there are. */
import { Learner } from '../../../src/agents/dqn/learner';
import { dqnSteps, learnerTensors } from '../../../src/agents/dqn/learner-step';
import { makeProgram } from '../../../src/tensor/create-program';
import { updateConfig, type UpdateTask } from '../update-inputs';

export const programNames = ['eager', 'graph', 'wasm'] as const;

export interface ProgramChoice {
  readonly program: (typeof programNames)[number];
  readonly xla: boolean;
}

/** A learner of the task's net that runs as chosen; a training takes graphs wherever the backend records them. */
export function makeLearner(
  { program, xla }: ProgramChoice,
  { network }: UpdateTask,
  state: Readonly<Record<string, Float32Array>>,
): Learner {
  const steps = dqnSteps(network, updateConfig);
  const compile = xla ? ['learn'] : [];
  return new Learner(makeProgram(program, steps, learnerTensors(state), { compile }), updateConfig);
}
