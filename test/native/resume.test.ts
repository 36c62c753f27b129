/** An agent on recorded programs that is saved and continued is the agent that went on. */
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import { identityScaling } from '../../src/agents/scaling';
import { Random } from '../../src/core/random';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { RunLoop } from '../../src/train/run-loop';
import { useBackend } from '../support/backends';
import { CorridorEnvironment } from '../support/corridor-environment';
import { dqnSettings } from '../support/dqn-settings';

useBackend(tensorflowLoader);

function loopOf(xla: boolean) {
  const environment = new CorridorEnvironment(3);
  // 3 lanes and an update per 2 transitions: 1 and 2 updates in turn, and a target update in the middle of a call.
  const settings = dqnSettings(
    { learningStarts: 6, updatesPerTransition: 0.5, batchSize: 4, target: { period: 7, tau: 0.5 } },
    {
      xla,
      features: environment.observationSpec.features,
      scaling: identityScaling(2),
      actions: environment.actions,
    },
  );
  const agent = new DqnAgent(settings, Random.fromSeed(1));
  return { agent, loop: new RunLoop(environment, agent) };
}

async function run({ loop }: ReturnType<typeof loopOf>, steps: number): Promise<void> {
  const interactions = loop.interactions();
  for (let i = 0; i < steps; i += 1) await interactions.next();
}

it.each([false, true])('bit by bit, with XLA %p', async (xla) => {
  const through = loopOf(xla);
  await run(through, 40);
  const first = loopOf(xla);
  await run(first, 17);
  const second = loopOf(xla);
  second.loop.restore(await first.loop.state());
  await run(second, 23);
  expect(second.agent.updates).toBe(57);
  expect(await second.loop.state()).toEqual(await through.loop.state());
  expect(await second.agent.measure()).toEqual(await through.agent.measure());
  for (const { agent } of [through, first, second]) agent.dispose();
});
