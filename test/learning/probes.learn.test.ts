/** Every probe world is learned to the Q-values that were worked out by hand. */
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import type { HeadName } from '../../src/agents/dqn/network/heads';
import { Random } from '../../src/core/random';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { RunLoop } from '../../src/train/run-loop';
import { useBackend } from '../support/backends';
import { dqnSettingsFor } from '../support/dqn-settings';
import { PROBE_GAMMA, probes, type Probe } from '../support/probe-worlds';
import { TabularEnvironment } from '../support/tabular-environment';

/** Rewards are of the order of 1. */
const TOLERANCE = 0.01;
const UPDATES = 500;

/** Plays at random and learns: Q-learning needs no better behaviour, and every action is seen. */
async function learn({ world }: Probe, doubleQ: boolean, head: HeadName): Promise<DqnAgent> {
  const agent = new DqnAgent(
    dqnSettingsFor(world, {
      gamma: PROBE_GAMMA,
      doubleQ,
      head,
      hiddenLayers: [24],
      learningRate: 3e-3,
      batchSize: 32,
      updatesPerTransition: 0.5,
      learningStarts: 64,
      target: { period: 25 },
      epsilon: { start: 1, end: 1 },
    }),
    Random.fromSeed(1),
  );
  const interactions = new RunLoop(new TabularEnvironment(world, 8), agent).interactions();
  while (agent.updates < UPDATES) await interactions.next();
  return agent;
}

const learners: readonly (readonly [boolean, HeadName])[] = [
  [true, 'plain'],
  [false, 'plain'],
  [true, 'dueling'],
];

describe.each(learners)('with double Q-learning %s and a %s head', (doubleQ, head) => {
  useBackend(wasmLoader);

  it.each(probes)(
    'the DQN learns $faculty',
    async (probe) => {
      const agent = await learn(probe, doubleQ, head);
      for (const [observation, expected] of probe.qValues) {
        const qValues = await agent.qValues(Float32Array.of(observation));
        qValues.forEach((value, action) => {
          const error = Math.abs(value - expected[action]!);
          expect({ observation, action, close: error < TOLERANCE, value }).toMatchObject({ close: true });
        });
      }
      agent.dispose();
    },
    30_000,
  );
});
