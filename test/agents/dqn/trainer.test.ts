import { qLearning } from '../../../src/agents/dqn/learning-method';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import { Trainer, updatesAfter, type TrainerSettings } from '../../../src/agents/dqn/trainer';
import { Random } from '../../../src/core/random';
import type { Replay } from '../../../src/replay/replay';
import type { TransitionBatch } from '../../../src/replay/transition';
import { UniformReplay } from '../../../src/replay/uniform-replay';
import { bits } from '../../support/bits';
import { describeOnBackends } from '../../support/backends';
import { dqnSettings } from '../../support/dqn-settings';
import { expectNoLeak } from '../../support/expect-no-leak';
import { PrioritisedReplay } from '../../support/prioritised-replay';

const layout = { capacity: 8, features: 1, maskedActions: 0 };
/** Every value is a feature's weight times the feature and a bias. */
const linear = networkSpec({ features: 1, hiddenLayers: [], actions: 2 });

/** Episodes of one step, so that each target is the reward. */
const transitions: TransitionBatch = {
  size: 4,
  observations: Float32Array.of(1, -1, 2, 0.5),
  actions: Int32Array.of(0, 1, 1, 0),
  rewards: Float32Array.of(1, -2, 0.5, 4),
  discounts: new Float32Array(4),
  nextObservations: new Float32Array(4),
  nextAllowed: null,
};

function trainerOf(
  replay: Replay,
  changes: Parameters<typeof dqnSettings>[0] = {},
  rest: Partial<TrainerSettings> = {},
): Trainer {
  const { config } = dqnSettings({ batchSize: 3, ...changes });
  const method = qLearning(linear, config, replay.wantsErrors);
  const settings = { config, method, xla: false, ...rest };
  const trainer = new Trainer(settings, replay, Random.fromSeed(1));
  replay.insert(transitions);
  return trainer;
}

const prioritised = () => new PrioritisedReplay(layout, Random.fromSeed(2));

/** TD error of each of the sampled transitions, by the parameters [weight 0, weight 1, bias 0, bias 1]. */
function tdErrors({ observations, actions, rewards }: TransitionBatch, parameters: Float32Array): number[] {
  return Array.from(rewards, (reward, i) => {
    const action = actions[i]!;
    return parameters[action]! * observations[i]! + parameters[2 + action]! - reward;
  });
}

describeOnBackends('Trainer', () => {
  it('learns from what lies in the replay, without anybody acting', async () => {
    const trainer = trainerOf(new UniformReplay(layout, Random.fromSeed(2)), { learningRate: 0.1 });
    await trainer.train(1000, 8);
    expect(trainer.updates).toBe(1000);
    // Action 0 earned 1 at 1 and 4 at .5, action 1 earned -2 at -1 and .5 at 2: straight lines go through both.
    const values = await trainer.qValues(Float32Array.of(1, 2));
    [1, -2 + (2 / 3) * 2.5, 1 - 6, 0.5].forEach((value, i) =>
      expect(Math.abs(values[i]! - value)).toBeLessThan(0.1),
    );
    trainer.dispose();
  });

  it('tells the replay the error of each transition after every batch, before it draws the next', async () => {
    const replay = prioritised();
    const trainer = trainerOf(replay);
    for (let update = 0; update < 3; update += 1) {
      const before = await trainer.parameters();
      await trainer.train(1, 8);
      const { batch, rows } = replay.sampled[update]!;
      const told = replay.told[update]!;
      expect(told.rows).toEqual(rows);
      const expected = tdErrors(batch, before).map(Math.abs);
      expect(told.errors.length).toBe(3);
      expected.forEach((error, i) => expect(told.errors[i]).toBeCloseTo(error, 5));
    }
    await trainer.train(5, 8);
    expect([replay.sampled.length, replay.told.length]).toEqual([8, 8]);
    trainer.dispose();
  });

  it('multiplies the loss and the gradient of each transition by its weight', async () => {
    const replay = prioritised();
    // Errors beyond 1 lie where the Huber loss is linear.
    const trainer = trainerOf(replay, { batchSize: 8, maxGradientNorm: 1000 });
    await trainer.train(4, 1);
    await trainer.measure();
    const before = await trainer.parameters();
    await trainer.train(1, 1);
    const { batch, weights } = replay.sampled[4]!;
    expect(new Set(weights).size).toBeGreaterThan(1); // told of errors, it no longer weighs all alike
    let loss = 0;
    const gradient = [0, 0, 0, 0];
    tdErrors(batch, before).forEach((error, i) => {
      const size = Math.abs(error);
      loss += (weights![i]! * (size <= 1 ? error ** 2 / 2 : size - 0.5)) / 8;
      const slope = (weights![i]! * Math.max(-1, Math.min(1, error))) / 8;
      gradient[batch.actions[i]!]! += slope * batch.observations[i]!;
      gradient[2 + batch.actions[i]!]! += slope;
    });
    const measured = await trainer.measure();
    expect(measured.loss).toBeCloseTo(loss, 5);
    expect(measured.gradientNorm).toBeCloseTo(Math.hypot(...gradient), 5);
    trainer.dispose();
  });

  it('goes on from its state, bit by bit, with the priorities of its replay', async () => {
    const [first, second] = [trainerOf(prioritised()), trainerOf(prioritised())];
    await first.train(5, 8);
    await second.train(2, 8); // what it did before does not matter
    second.restore(await first.state());
    for (const trainer of [first, second]) await trainer.train(7, 8);
    expect(bits(await second.state())).toBe(bits(await first.state()));
    first.dispose();
    second.dispose();
  });

  it('takes steps that get smaller in a straight line, where the rate is to fall', async () => {
    // A reward far off, so that the gradient keeps its sign and Adam's step is the learning rate but for a hundredth.
    const far = { ...transitions, rewards: new Float32Array(4).fill(1000), actions: new Int32Array(4) };
    const replay = new UniformReplay(layout, Random.fromSeed(2));
    const changes = { learningRate: 0.1, learningRateEnd: 0.2 };
    const trainer = trainerOf(replay, changes, { trainingUpdates: 4 });
    for (let i = 0; i < 2; i += 1) replay.insert(far); // nothing else is left
    const biases = [(await trainer.parameters())[2]!];
    for (const updates of [1, 1, 1, 1, 1]) {
      await trainer.train(updates, 8);
      biases.push((await trainer.parameters())[2]!);
    }
    const steps = biases.slice(1).map((bias, i) => bias - biases[i]!);
    // 1, .8, .6 and .4 of it, by (1 - .2) / 4 less each time, then the share that is left.
    [0.1, 0.08, 0.06, 0.04, 0.02].forEach((step, i) => expect(steps[i]! / step).toBeCloseTo(1, 2));
    trainer.dispose();
  });

  it('goes on from its state, bit by bit, on its way down with the rate', async () => {
    const make = () =>
      trainerOf(
        new UniformReplay(layout, Random.fromSeed(2)),
        { learningRateEnd: 0 },
        { trainingUpdates: 12 },
      );
    const [first, second] = [make(), make()];
    await first.train(5, 8);
    second.restore(await first.state());
    await first.train(7, 8); // in one call, and
    for (let i = 0; i < 7; i += 1) await second.train(1, 8); // in seven
    expect(bits(await second.state())).toBe(bits(await first.state()));
    const still = await first.parameters();
    await first.train(3, 8);
    expect(await first.parameters()).toEqual(still); // nothing is left of the rate
    first.dispose();
    second.dispose();
  });

  it('does not begin where the rate is to fall over nobody knows how many updates', () => {
    const replay = new UniformReplay(layout, Random.fromSeed(2));
    expect(() => trainerOf(replay, { learningRateEnd: 0.5 })).toThrow('expected trainingUpdates');
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(async () => {
      const trainer = trainerOf(prioritised());
      await expectNoLeak(async () => {
        await trainer.train(20, 8);
        await trainer.measure();
      });
      trainer.dispose();
    });
  });
});

it.each([
  [0, 0],
  [20, 0],
  [23, 0],
  [24, 1],
  [100, 20],
])(
  'after %d transitions, %d updates are due in all: one in four after the first 20',
  (transitions, updates) => {
    expect(updatesAfter({ learningStarts: 20, updatesPerTransition: 0.25 }, transitions)).toBe(updates);
  },
);
