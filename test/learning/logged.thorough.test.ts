/** Logs of any scale are learned from: the channel that pays more wins, not the one that was used more often. */
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import { dqnConfigSchema } from '../../src/agents/dqn/dqn-config';
import { fitScaling } from '../../src/agents/scaling';
import { Random } from '../../src/core/random';
import { largestReward, RowReplay } from '../../src/worlds/sales-channel-study/row-replay';
import { shapingConfigSchema } from '../../src/worlds/sales-channel-study/shaping';
import { RunLoop } from '../../src/train/run-loop';
import { loggedDefaults } from '../../src/runs/logged/settings';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { useBackend } from '../support/backends';

const ROWS = 400;
const actions = ['No Action', 'letter', 'mail'];

/** Age and days since the last contact, in their own units; a letter pays 30 (198 rows), a mail 20 (202 rows). */
function log() {
  const random = Random.fromSeed(1).fork('log');
  const loggedActions = Int32Array.from({ length: ROWS }, (_, row) => (row < 198 ? 1 : 2));
  return {
    features: ['age', 'days'],
    actions,
    actionCosts: [0, 1, 0],
    observations: Float32Array.from({ length: 2 * ROWS }, (_, i) =>
      i % 2 === 0 ? 18 + 60 * random.uniform() : 900 * random.uniform(),
    ),
    loggedActions,
    rewards: Float64Array.from(loggedActions, (action) => (action === 1 ? 30 : 20)),
  };
}

/** Averages over all rows, those where something else was logged counted as 0: nothing, 198 · 30 / 400, 202 · 20 / 400. */
const means = [0, 14.85, 10.1];
/** Nearer than this, no two channels can change places. */
const TOLERANCE = (14.85 - 10.1) / 2;

/** [actions] mean over all rows of what was learned of each action */
async function learnedMeans(rows: ReturnType<typeof log>, seed: number): Promise<number[]> {
  const shaping = shapingConfigSchema.parse({});
  const config = dqnConfigSchema.parse({
    ...loggedDefaults.dqn,
    hiddenLayers: [16],
    learningRate: 3e-3,
    batchSize: 64,
  });
  const scaling = fitScaling(rows.observations, 2, largestReward(rows.rewards, shaping));
  const settings = {
    config,
    scaling,
    features: rows.features,
    actions,
    masked: false,
    epsilonSteps: 6000,
    xla: false,
  };
  const agent = new DqnAgent(settings, Random.fromSeed(seed));
  const loop = new RunLoop(new RowReplay(rows, 16, shaping), agent).interactions();
  while (agent.transitions < 12_000) await loop.next();
  const values = await agent.qValues(rows.observations);
  agent.dispose();
  return actions.map((_, action) => {
    const own = values.filter((_value, i) => i % actions.length === action);
    return own.reduce((sum, value) => sum + value, 0) / ROWS;
  });
}

function expectMeans(learned: readonly number[]): void {
  const close = learned.map((value, action) => Math.abs(value - means[action]!) < TOLERANCE);
  expect({ learned, close }).toEqual({ learned, close: [true, true, true] });
}

describe('a log in its own units', () => {
  useBackend(wasmLoader);

  it.each([1, 2])('teaches what a choice pays on average, with seed %i', async (seed) => {
    expectMeans(await learnedMeans(log(), seed));
  });

  it('teaches the same though one reward is a slip', async () => {
    const rows = log();
    rows.rewards[200] = 2_000_000;
    expectMeans(await learnedMeans(rows, 1));
  });
});
