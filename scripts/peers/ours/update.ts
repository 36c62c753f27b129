/** Time of one update of ours, batches handed over as host arrays. */
import { join } from 'node:path';
import { initialLearnerState } from '../../../src/agents/dqn/learner-step';
import { writeNpy } from '../npy';
import {
  BATCHES,
  CHECK_UPDATES,
  ourUpdatesPerCall,
  rowsOf,
  taskFolder,
  taskName,
  updateInputs,
  updateTasks,
  type UpdateTask,
} from '../update-inputs';
import { makeLearner, type ProgramChoice } from './programs';

export interface TaskNumbers {
  readonly millisecondsPerUpdate: number;
  readonly firstCallSeconds: number;
  readonly updatesPerCall: number;
}

export interface UpdateNumbers {
  readonly tasks: Readonly<Record<string, TaskNumbers>>;
}

/** @param out where the parameters after CHECK_UPDATES are written, before the clock starts */
async function measureTask(
  task: UpdateTask,
  choice: ProgramChoice,
  out: string,
  seconds: number,
): Promise<TaskNumbers> {
  const { online, target, batches } = updateInputs(task);
  const learner = makeLearner(choice, task, { ...initialLearnerState(online), target });
  const k = ourUpdatesPerCall(task);
  const call = (first: number) => learner.learn(rowsOf(batches, first * task.batch, k * task.batch), k);
  const begun = performance.now();
  await call(0);
  await learner.measure();
  const firstCallSeconds = (performance.now() - begun) / 1000;
  for (let first = k; first < CHECK_UPDATES; first += k) await call(first);
  const parameters = await learner.parameters();
  writeNpy(out, parameters, [parameters.length]);
  const started = performance.now();
  let calls = 0;
  for (; performance.now() - started < 1000 * seconds; calls += 1) await call((calls * k) % BATCHES);
  await learner.measure();
  const millisecondsPerUpdate = (performance.now() - started) / (calls * k);
  learner.dispose();
  return { millisecondsPerUpdate, firstCallSeconds, updatesPerCall: k };
}

/**
 * Every task in turn, in this process.
 *
 * @param inputs has a folder per task
 * @param out name of the file of parameters in each
 */
export async function measureUpdates(
  choice: ProgramChoice,
  inputs: string,
  out: string,
  seconds: number,
): Promise<UpdateNumbers> {
  const tasks: Record<string, TaskNumbers> = {};
  for (const task of updateTasks) {
    const file = join(taskFolder(inputs, task), out);
    tasks[taskName(task)] = await measureTask(task, choice, file, seconds);
  }
  return { tasks };
}
