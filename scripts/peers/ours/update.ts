/** Time of one update of ours, batches handed over as host arrays. */
import { initialLearnerState } from '../../../src/agents/dqn/learner-step';
import { writeNpy } from '../npy';
import { BATCHES, CHECK_UPDATES, rowsOf, updateInputs, type UpdateTask } from '../update-inputs';
import { makeLearner, ourUpdatesPerCall, type ProgramChoice } from './programs';

export interface UpdateNumbers {
  readonly millisecondsPerUpdate: number;
  readonly firstCallSeconds: number;
  readonly updatesPerCall: number;
}

/** @param out where the parameters after CHECK_UPDATES are written, before the clock starts */
export async function measureUpdate(
  task: UpdateTask,
  choice: ProgramChoice,
  out: string,
  seconds: number,
): Promise<UpdateNumbers> {
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
