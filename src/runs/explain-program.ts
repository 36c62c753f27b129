/** How the steps of a run's program are run, in words, for whoever wants to look before training. */
import { DqnAgent } from '../agents/dqn/dqn-agent';
import { nullProfiler } from '../core/profiler';
import { chooseExecution } from './backend';
import type { Host } from './host';
import { openCandidate } from './offline-loop';
import { planRun, type Subject } from './plan';
import type { TrainRequest } from './train-run';

/** Steps of a learner: an update, the values of actions, the target network's update. */
type ExplainedStep = 'learn' | 'act' | 'sync';

/**
 * Operations with their shapes, and where the step is compiled what is fused, done in place and kept in memory. Nothing
 * is trained and nothing written.
 *
 * @throws InputError naming the flag, file, row or setting that is wrong
 */
export async function explainProgram(
  subject: Subject,
  request: TrainRequest,
  step: ExplainedStep,
  host: Host,
): Promise<string> {
  const plan = await planRun(subject, request, host);
  const { execution } = await chooseExecution(request, plan.settings, host);
  const { config, task } = plan.run(execution);
  const training = task.training(config.seed);
  if (!('environment' in training)) {
    const { learner } = openCandidate(training.candidates[0]!, nullProfiler, host);
    try {
      return learner.explain(step);
    } finally {
      learner.dispose();
    }
  }
  const { environment, agent: settings, random } = training;
  const onFallback = (reason: string) => host.logger.warn(reason);
  const agent = new DqnAgent({ ...settings, onFallback }, random.fork('agent'));
  try {
    // The first decision says how many lanes there are, and so what the program is recorded for.
    await agent.act(environment.reset(), environment.upcomingObservations?.bind(environment));
    return agent.explain(step);
  } finally {
    agent.dispose();
  }
}
