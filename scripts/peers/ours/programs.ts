/** How contact-dqn runs its learner here: the one place that knows which programs there are. */
import { Learner } from '../../../src/agents/dqn/learner';
import { dqnSteps, learnerTensors } from '../../../src/agents/dqn/learner-step';
import { EagerProgram } from '../../../src/tensor/eager-program';
import { GraphProgram } from '../../../src/tensor/graph-program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { updateConfig, type UpdateTask } from '../update-inputs';

export const programNames = ['eager', 'graph', 'wasm'] as const;

export interface ProgramChoice {
  readonly program: (typeof programNames)[number];
  readonly xla: boolean;
}

/** A learner of the task's net that runs as chosen; a training takes graphs wherever the backend records them. */
export function makeLearner(
  { program, xla }: ProgramChoice,
  { shape }: UpdateTask,
  state: Readonly<Record<string, Float32Array>>,
): Learner {
  const steps = dqnSteps(shape, updateConfig);
  const tensors = learnerTensors(state);
  switch (program) {
    case 'eager':
      return new Learner(new EagerProgram(steps, tensors), updateConfig);
    case 'graph':
      return new Learner(new GraphProgram(steps, tensors, { compile: xla ? ['learn'] : [] }), updateConfig);
    case 'wasm':
      return new Learner(new WasmProgram(steps, tensors), updateConfig);
  }
}
