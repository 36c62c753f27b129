/** Every probe world is learned to the Q-values that were worked out by hand. */
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import type { HeadName } from '../../src/agents/dqn/network/head-names';
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

interface Case {
  readonly nSteps: number;
  readonly doubleQ: boolean;
  readonly head: HeadName;
  readonly seed: number;
}

/** Plays at random and learns: Q-learning needs no better behaviour. Steps that are to count together follow the policy. */
async function learn({ world }: Probe, { nSteps, doubleQ, head, seed }: Case): Promise<DqnAgent> {
  const agent = new DqnAgent(
    dqnSettingsFor(world, {
      gamma: PROBE_GAMMA,
      nSteps,
      doubleQ,
      head,
      hiddenLayers: [24],
      learningRate: 3e-3,
      batchSize: 32,
      updatesPerTransition: 0.5,
      learningStarts: 64,
      target: { period: 25 },
      // What an early policy did is soon forgotten where its later actions count.
      ...(nSteps > 1 && { replayCapacity: 200 }),
      epsilon: { start: 1, end: nSteps === 1 ? 1 : 0.3 },
    }),
    Random.fromSeed(seed),
  );
  const interactions = new RunLoop(new TabularEnvironment(world, 8), agent).interactions();
  while (agent.updates < UPDATES) await interactions.next();
  return agent;
}

const cases: readonly Case[] = [
  { nSteps: 1, doubleQ: true, head: 'plain' as const },
  { nSteps: 1, doubleQ: false, head: 'plain' as const },
  { nSteps: 1, doubleQ: true, head: 'dueling' as const },
  { nSteps: 3, doubleQ: true, head: 'plain' as const },
].flatMap((learner) => [1, 2].map((seed) => ({ ...learner, seed })));

describe.each(cases)(
  'over $nSteps steps, with double Q-learning $doubleQ, a $head head and seed $seed',
  (one) => {
    useBackend(wasmLoader);

    it.each(probes)(
      'the DQN learns $faculty',
      async (probe) => {
        const agent = await learn(probe, one);
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
  },
);
