import * as tf from '@tensorflow/tfjs';
import { Learner } from '../../../src/agents/dqn/learner';
import type { LearnerSettings } from '../../../src/agents/dqn/learner-step';
import type { HeadName } from '../../../src/agents/dqn/network/head-names';
import type { TransitionBatch } from '../../../src/replay/transition';
import { describeOnBackends, testBackends } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
import { LearnerOracle } from '../../support/learner-oracle';
import { dqnProgram, learnerSettings } from '../../support/learner-programs';
import { tape } from '../../support/tape';

const shape = { features: 4, hiddenLayers: [8, 6], actions: 3 };
/** The target stays as it is. */
const never = { maxGradientNorm: 10, target: { period: 1_000_000, tau: 1 } };
const batches = (count: number, masked = false, size = 16): TransitionBatch[] =>
  Array.from({ length: count }, (_, i) => tape({ ...shape, size, masked }, i));

function expectClose(actual: Float32Array, expected: ArrayLike<number>, digits: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, digits));
}

const cases: [string, Partial<LearnerSettings>, boolean, HeadName?][] = [
  ['double Q-learning', {}, false],
  ['plain Q-learning', { doubleQ: false }, false],
  ['double Q-learning with masks', {}, true],
  ['plain Q-learning with masks', { doubleQ: false }, true],
  ['clipped gradients', { maxGradientNorm: 0.05 }, false],
  ['a narrow Huber loss', { huberDelta: 0.1 }, false],
  ['a large epsilon of Adam', { adamEpsilon: 0.1 }, false],
  ['squared errors', { huberDelta: Infinity }, false],
  ['a conservative term', { conservativeWeight: 0.7 }, false],
  [
    'squared errors and a conservative term with masks',
    { huberDelta: Infinity, conservativeWeight: 3 },
    true,
  ],
  ['a dueling head with masks', {}, true, 'dueling'],
  ['networks of value and advantages apart with masks', {}, true, 'separate'],
];

describeOnBackends('the learn step', () => {
  it.each(cases)(
    'walks the path of automatic differentiation: %s',
    async (_name, changes, masked, head = 'plain') => {
      const settings = { ...learnerSettings, ...changes };
      const network = { ...shape, head };
      const program = dqnProgram(network, settings);
      const { online, target } = await program.readState();
      const learner = new Learner(program, { ...never, maxGradientNorm: settings.maxGradientNorm });
      const oracle = new LearnerOracle(network, settings, online!, target!);
      for (const batch of batches(8, masked)) {
        await learner.learn(batch);
        const measured = await learner.measure();
        const { loss, gradientNorm, meanQ } = oracle.learn(batch);
        expect(measured.loss).toBeCloseTo(loss, 5);
        expect(measured.gradientNorm).toBeCloseTo(gradientNorm, 4);
        expect(measured.meanQ).toBeCloseTo(meanQ, 5);
        expect(measured.clippedShare).toBe(gradientNorm > settings.maxGradientNorm ? 1 : 0);
      }
      const learned = await learner.parameters();
      expectClose(learned, oracle.parameters(), 4);
      // Eight steps of .01 and less: without learning the comparison would have passed unseen.
      expect(Math.max(...learned.map((value, i) => Math.abs(value - online![i]!)))).toBeGreaterThan(0.01);
      expect((await program.readState()).target).toEqual(target);
      learner.dispose();
      oracle.dispose();
    },
  );

  it('takes a single transition', async () => {
    const learner = new Learner(dqnProgram(shape), never);
    await learner.learn(tape({ ...shape, size: 1 }));
    expect((await learner.measure()).loss).toBeGreaterThan(0);
    learner.dispose();
  });

  it('leaves no tensor behind over hundreds of updates with syncs and measurements', async () => {
    await expectNoLeak(async () => {
      const batch = tape({ ...shape, size: 4, masked: true });
      const learner = new Learner(dqnProgram(shape), {
        maxGradientNorm: 10,
        target: { period: 7, tau: 0.5 },
      });
      await expectNoLeak(async () => {
        for (let update = 1; update <= 200; update += 1) {
          await learner.learn(batch);
          if (update % 100 === 0) await learner.measure();
        }
        await learner.qValues(batch.observations, shape.features);
      });
      await learner.learn(batch); // its outputs still wait on the device
      learner.dispose();
    });
  });
});

it('the same updates give nearly equal numbers on every backend', async () => {
  const learned: Float32Array[] = [];
  for (const loader of testBackends) {
    tf.enableProdMode();
    await loader.load();
    const learner = new Learner(dqnProgram(shape), never);
    for (const batch of batches(20)) await learner.learn(batch);
    learned.push(await learner.parameters());
    learner.dispose();
  }
  expectClose(learned[0]!, learned[1]!, 4);
});

describeOnBackends('the sync step', () => {
  const sync = async (program: ReturnType<typeof dqnProgram>, tau: number) => {
    const input = tf.scalar(tau);
    await program.run('sync', { tau: input });
    input.dispose();
  };

  it('with tau 1 makes the target equal to the online network', async () => {
    const program = dqnProgram(shape);
    const before = await program.readState();
    expect(before.target).not.toEqual(before.online);
    await sync(program, 1);
    const after = await program.readState();
    expect(after.target).toEqual(before.online);
    expect(after.online).toEqual(before.online);
    program.dispose();
  });

  it('with tau 1 loses the sign of a zero, and nothing else', async () => {
    const program = dqnProgram(shape);
    const { online, target } = await program.readState();
    program.writeState({ online: online!.fill(-0, 0, 1), target: target!.fill(2, 0, 1) });
    await sync(program, 1);
    const copied = (await program.readState()).target!;
    expect(copied[0]).toBe(0); // toBe tells -0 from 0
    expect(copied.subarray(1)).toEqual(online!.subarray(1));
    program.dispose();
  });

  it('with tau .3 moves the target by three tenths of the way', async () => {
    const program = dqnProgram(shape);
    const { online, target } = await program.readState();
    await sync(program, 0.3);
    const mixed = (await program.readState()).target!;
    expectClose(
      mixed,
      online!.map((value, i) => 0.3 * value + 0.7 * target![i]!),
      6,
    );
    program.dispose();
  });

  it('with tau 1 leaves the two networks apart: the target does not follow later updates', async () => {
    const program = dqnProgram(shape);
    await sync(program, 1);
    const copied = (await program.readState()).target;
    const learner = new Learner(program, never);
    await learner.learn(batches(1)[0]!);
    expect((await program.readState()).target).toEqual(copied);
    expect(await learner.parameters()).not.toEqual(copied);
    learner.dispose();
  });
});
