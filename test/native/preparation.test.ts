/** A recorded agent says at its first decision what its program will be asked for: every later surprise costs a session. */
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { identityScaling } from '../../src/agents/scaling';
import { Random } from '../../src/core/random';
import type { VectorEnvironment } from '../../src/env/environment';
import { RowReplay } from '../../src/worlds/sales-channel-study/row-replay';
import { shapingConfigSchema } from '../../src/worlds/sales-channel-study/shaping';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { GraphSession } from '../../src/tensor/graph/session';
import { RunLoop } from '../../src/train/run-loop';
import { useBackend } from '../support/backends';
import { CorridorEnvironment } from '../support/corridor-environment';
import { dqnSettings } from '../support/dqn-settings';
import { loggedRows } from '../support/logged-rows';

useBackend(tensorflowLoader);

const rows = loggedRows([
  [[0], 1, 1],
  [[1], 0, 1],
  [[2], 1, 0],
]);

const environments: readonly (readonly [string, VectorEnvironment, boolean])[] = [
  ['several updates per step', new CorridorEnvironment(6), false],
  ['masked actions', new CorridorEnvironment(2, 1), true],
  ['observations known ahead', new RowReplay(rows, 1, shapingConfigSchema.parse({})), false],
];

it.each(environments)('one session serves a whole training: %s', async (_what, environment, masked) => {
  const { features } = environment.observationSpec;
  const agent = new DqnAgent(
    dqnSettings(
      { learningStarts: 6, updatesPerTransition: 0.4, batchSize: 4, epsilon: { start: 0.5, end: 0.5 } },
      { features, scaling: identityScaling(features.length), actions: environment.actions, masked },
    ),
    Random.fromSeed(1),
  );
  const close = jest.spyOn(GraphSession.prototype, 'close');
  const loop = new RunLoop(environment, agent).interactions();
  // Acting, updates and the target's update, which comes after 5 of them.
  while (agent.updates < 12) await loop.next();
  expect(close).not.toHaveBeenCalled();
  agent.dispose();
  expect(close).toHaveBeenCalledTimes(1);
  close.mockRestore();
});

it('a model is recorded for powers of two alone, and gives as many values as it is asked for', async () => {
  const close = jest.spyOn(GraphSession.prototype, 'close');
  // One layer: value 0 is the feature, value 1 twice the feature and 1.
  const model = {
    ...{ features: ['place'], hiddenLayers: [1], head: 'plain' as const, actions: ['none', 'contact'] },
    ...{ weights: Float32Array.of(1, 0, 1, 2, 0, 1), scaling: identityScaling(1) },
  };
  const qFunction = new ModelQFunction(model);
  for (let count = 1; count <= 33; count += 1) {
    const observations = Float32Array.from({ length: count }, (_, i) => i);
    const expected = Array.from(observations).flatMap((value) => [value, 2 * value + 1]);
    expect(Array.from(await qFunction.qValues(observations))).toEqual(expected);
  }
  qFunction.dispose();
  // 1, 2, 4, 8, 16, 32 and 64 rows.
  expect(close).toHaveBeenCalledTimes(7);
  close.mockRestore();
});
