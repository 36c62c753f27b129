/** A network of value and advantages learns while it acts by what it has learned, whatever the seed. */
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import { Random } from '../../src/core/random';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { RunLoop } from '../../src/train/run-loop';
import { useBackend } from '../support/backends';
import { dqnSettingsFor } from '../support/dqn-settings';
import { PROBE_GAMMA, probeNamed } from '../support/probe-worlds';
import { TabularEnvironment } from '../support/tabular-environment';

useBackend(wasmLoader);

const UPDATES = 800;
const { world, qValues: expected } = probeNamed('tired');

const cases = (['dueling', 'separate'] as const).flatMap((head) => [1, 2, 3].map((seed) => ({ head, seed })));

it.each(cases)(
  'a $head head learns to contact the fresh and leave the tired alone, and what that is worth: seed $seed',
  async ({ head, seed }) => {
    const settings = dqnSettingsFor(world, {
      gamma: PROBE_GAMMA,
      head,
      hiddenLayers: [24, 24],
      learningRate: 3e-3,
      batchSize: 32,
      updatesPerTransition: 0.5,
      learningStarts: 64,
      target: { period: 25 },
      epsilon: { start: 1, end: 0.2 },
    });
    const agent = new DqnAgent(settings, Random.fromSeed(seed));
    const interactions = new RunLoop(new TabularEnvironment(world, 8), agent).interactions();
    while (agent.updates < UPDATES) await interactions.next();
    for (const [observation, values] of expected) {
      const found = await agent.qValues(Float32Array.of(observation));
      found.forEach((value, action) => expect(Math.abs(value - values[action]!)).toBeLessThan(0.02));
      expect(found[0]! > found[1]!).toBe(values[0]! > values[1]!);
    }
    agent.dispose();
  },
  30_000,
);
