import { qLearning } from '../../../src/agents/dqn/learning-method';
import { ModelQFunction } from '../../../src/agents/dqn/model-q-function';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import type { OfflineMethod } from '../../../src/agents/dqn/offline-learner';
import { Trainer } from '../../../src/agents/dqn/trainer';
import { Random } from '../../../src/core/random';
import { LoggedDecisions } from '../../../src/replay/logged-decisions';
import { returnsOf } from '../../../src/rl/returns';
import { bits } from '../../support/bits';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { describeOnBackends, useBackend } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
import {
  columnsOf,
  observationsOf,
  offlineLearner,
  promise,
  REWARD_SCALE,
  settingsFor,
  table,
  type Logged,
} from '../../support/offline-learner';

const plain: OfflineMethod = { kind: 'dqn', doubleQ: true, conservativeWeight: 0 };
const conservative: OfflineMethod = { ...plain, conservativeWeight: 1 };
const implicit: OfflineMethod = { kind: 'iql', expectile: 0.7 };

/** Tables are learned to within a hundredth of the largest reward, or a tenth of a unit. */
function expectTable(actual: readonly number[][], expected: readonly (readonly number[])[]): void {
  expected.forEach((row, place) =>
    row.forEach((value, action) => {
      if (Math.abs(actual[place]![action]! - value) > 0.1)
        expect({ place, action, value: actual[place]![action] }).toEqual({ place, action, value });
    }),
  );
}

/** Two decisions a history, at place 0 and then 1, where action 1 pays 10; each pair of actions once. */
const twoSteps: Logged[] = [0, 1].flatMap((first) =>
  [0, 1].flatMap((second) => [
    { place: 0, action: first, reward: 0, next: 2 * (2 * first + second) + 1 },
    { place: 1, action: second, reward: second * 10 },
  ]),
);
const twoPlaces = { places: 2, actions: 2 };

describe('learning from a log', () => {
  // As compiled: operation by operation these take minutes, and the numbers are the same (learner-parity).
  useBackend(wasmLoader);

  describe('of one decision, where a rare large sale is worth more than a frequent small one', () => {
    /** Of a hundred times each: twice 50, or once 150. */
    const sales: Logged[] = Array.from({ length: 200 }, (_, i) => {
      const action = i % 2;
      return { place: 0, action, reward: action === 0 ? (i < 4 ? 50 : 0) : i < 2 ? 150 : 0 };
    });
    const shape = { places: 1, actions: 2 };
    const columns = columnsOf(sales, shape);

    it('ranks by the mean with squared errors', async () => {
      const learner = offlineLearner(columns, plain);
      await learner.train(800);
      expectTable(await table(learner, shape), [[(2 * 50) / 100, 150 / 100]]);
      learner.dispose();
    });

    it('would rank them the other way round with the Huber loss', async () => {
      const { config } = settingsFor(columns, plain);
      const spec = networkSpec({ features: 1, hiddenLayers: [], actions: 2 });
      const method = qLearning(spec, { ...config, doubleQ: true, huberDelta: 1 });
      const replay = new LoggedDecisions(columns, Random.fromSeed(1));
      const trainer = new Trainer({ config, method, xla: false }, replay, Random.fromSeed(1));
      await trainer.train(800, 8);
      const values = (await trainer.qValues(Float32Array.of(1))).map((value) => value / REWARD_SCALE);
      // Where the slopes balance: .98 q = .02 delta, and .99 q = .01 delta, with delta 10 in rewards.
      expectTable([Array.from(values)], [[(10 * 0.02) / 0.98, (10 * 0.01) / 0.99]]);
      expect(values[0]! - values[1]!).toBeGreaterThan(0.05);
      trainer.dispose();
    });
  });

  it('holds advantages back by weight decay, and not the value that they are added to', async () => {
    // Each of two actions as often, of 10 and 30: 20 and ±10. A decay that takes all that advantages are before each
    // update leaves a step of Adam, which is the learning rate where the gradient stays: ±.02 of weight and bias each,
    // which is ±.4 in rewards.
    const sales = [0, 1].map((action) => ({ place: 0, action, reward: 10 + 20 * action }));
    const shape = { places: 1, actions: 2 };
    for (const [weightDecay, advantage] of [
      [0, 10],
      [50, 0.4],
    ] as const) {
      const config = { head: 'separate' as const, weightDecay };
      const learner = offlineLearner(columnsOf(sales, shape), plain, config);
      await learner.train(800);
      expectTable(await table(learner, shape), [[20 - advantage, 20 + advantage]]);
      learner.dispose();
    }
  });

  describe('of two decisions, where the second pays', () => {
    it('by Q-learning gives the first the discounted best', async () => {
      const learner = offlineLearner(columnsOf(twoSteps, twoPlaces), plain);
      await learner.train(1200);
      expectTable(await table(learner, twoPlaces), [
        [0.5 * 10, 0.5 * 10],
        [0, 10],
      ]);
      learner.dispose();
    });

    it('by regression on returns gives the first what came of it', async () => {
      const columns = columnsOf(twoSteps, twoPlaces);
      const rewards = returnsOf(columns.rewards, columns.discounts, columns.next);
      const oneStep = { ...columns, rewards, discounts: new Float32Array(rewards.length) };
      const learner = offlineLearner(oneStep, plain);
      await learner.train(1200);
      expectTable(await table(learner, twoPlaces), [
        [0.5 * 5, 0.5 * 5],
        [0, 10],
      ]);
      learner.dispose();
    });

    it('never asks for an action that is not allowed there, however much it paid', async () => {
      const allowed = Uint8Array.from(twoSteps.flatMap(({ place }) => (place === 1 ? [1, 0] : [1, 1])));
      for (const doubleQ of [true, false]) {
        const learner = offlineLearner(columnsOf(twoSteps, { ...twoPlaces, allowed }), { ...plain, doubleQ });
        await learner.train(1200);
        expectTable(await table(learner, twoPlaces), [
          [0, 0],
          [0, 10],
        ]);
        learner.dispose();
      }
    });
  });

  describe('where an action that nobody took looks best', () => {
    const shape = { places: 2, actions: 3 };
    const learned = async (method: OfflineMethod, updates: number) => {
      const learner = offlineLearner(columnsOf(twoSteps, shape), method);
      await promise(learner, shape, 2, 100);
      await learner.train(updates);
      const values = await table(learner, shape);
      learner.dispose();
      return values;
    };

    it('Q-learning believes it', async () => {
      const [first, second] = await learned(plain, 1200);
      expect(second![2]).toBeGreaterThan(90);
      expect(first![0]).toBeCloseTo(0.5 * second![2]!, 0);
    });

    it('implicit Q-learning does not ask: the next value is the expectile of what was done', async () => {
      // V where .7 (10 - V) = .3 (V - 0).
      expectTable(await learned(implicit, 2000), [
        [0.5 * 7, 0.5 * 7],
        [0, 10],
      ]);
    });

    it('a conservative weight brings its value below those of the actions that were taken', async () => {
      const values = await learned(conservative, 2000);
      for (const [seen, other, unseen] of values as [number, number, number][])
        expect(unseen).toBeLessThan(Math.min(seen, other));
      expect(values[1]![1]).toBeGreaterThan(values[1]![0]!);
    });
  });
});

describeOnBackends('OfflineLearner', () => {
  it.each([plain, conservative, implicit])('goes on from its state, bit by bit: %j', async (method) => {
    const columns = columnsOf(twoSteps, twoPlaces);
    const make = () => offlineLearner(columns, method, { batchSize: 3, hiddenLayers: [4] });
    const [first, second] = [make(), make()];
    await first.train(5);
    await second.train(2); // what it did before does not matter
    second.restore(await first.state());
    await first.train(6);
    for (const updates of [1, 2, 3]) await second.train(updates);
    expect(bits(await second.state())).toBe(bits(await first.state()));
    expect([second.updates, second.rows, second.batchSize]).toEqual([11, 8, 3]);
    first.dispose();
    second.dispose();
  });

  it.each([plain, implicit])(
    'hands over a model that values as it does, whatever was learned beside it: %j',
    async (method) => {
      const columns = columnsOf(twoSteps, twoPlaces);
      const learner = offlineLearner(columns, method, { hiddenLayers: [4] });
      await learner.train(20);
      const model = await learner.model();
      expect(model.weights.length).toBe((2 + 1) * 4 + (4 + 1) * 2);
      const saved = new ModelQFunction(model);
      const places = observationsOf([0, 1], 2);
      expect(await saved.qValues(places)).toEqual(await learner.qValues(places));
      saved.dispose();
      learner.dispose();
    },
  );

  it('measures the mean Q-value in the unit of the reward', async () => {
    const learner = offlineLearner(
      columnsOf([{ place: 0, action: 1, reward: 30 }], { places: 1, actions: 2 }),
      plain,
    );
    await learner.train(10);
    const [[, value]] = (await table(learner, { places: 1, actions: 2 })) as [[number, number]];
    await learner.measure();
    await learner.train(1); // which measures before it changes anything
    expect((await learner.measure()).meanQ).toBeCloseTo(value, 4);
    learner.dispose();
  });

  it.each([conservative, implicit])('leaves no tensor behind: %j', async (method) => {
    await expectNoLeak(async () => {
      const learner = offlineLearner(columnsOf(twoSteps, twoPlaces), method);
      await expectNoLeak(async () => {
        await learner.train(40);
        await learner.measure();
        await table(learner, twoPlaces);
        await learner.model();
        await learner.state();
      });
      learner.dispose();
    });
  });

  it('says how its steps are run before the first of them', () => {
    const learner = offlineLearner(columnsOf(twoSteps, twoPlaces), implicit);
    for (const step of ['learn', 'act', 'sync']) expect(learner.explain(step)).toContain('operations');
    learner.dispose();
  });
});
