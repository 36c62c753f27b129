import { InputError } from '../../../src/core/errors';
import { Learner, type LearnerOptions } from '../../../src/agents/dqn/learner';
import { bits } from '../../support/bits';
import { describeOnBackends, useBackend } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
import { dqnProgram, ScriptedProgram, type LearnOutputs } from '../../support/learner-programs';
import { tape } from '../../support/tape';

const shape = { features: 3, hiddenLayers: [5], actions: 2 };
const batch = tape({ ...shape, size: 8 });
const options = (period: number, tau = 1): LearnerOptions => ({
  maxGradientNorm: 10,
  target: { period, tau },
});
const outputs = (loss: number, gradientNorm = 0, meanQ = 0): LearnOutputs => ({ loss, gradientNorm, meanQ });

useBackend();

async function learnTimes(learner: Learner, updates: number): Promise<void> {
  for (let i = 0; i < updates; i += 1) await learner.learn(batch);
}

describe('what a learner measures', () => {
  it('is the mean of the updates since the last reading, and the share that was clipped', async () => {
    const learner = new Learner(
      new ScriptedProgram([outputs(1, 5, -1), outputs(2, 20, 0), outputs(6, 11, 4)]),
      options(1000),
    );
    await learnTimes(learner, 3);
    expect(await learner.measure()).toEqual({ loss: 3, gradientNorm: 12, clippedShare: 2 / 3, meanQ: 1 });
    await learnTimes(learner, 1);
    expect(await learner.measure()).toEqual({ loss: 1, gradientNorm: 5, clippedShare: 0, meanQ: -1 });
  });

  it('is nothing where there was no update', async () => {
    const learner = new Learner(new ScriptedProgram([outputs(1)]), options(1000));
    const nothing = { loss: null, gradientNorm: null, clippedShare: null, meanQ: null };
    expect(await learner.measure()).toEqual(nothing);
    await learnTimes(learner, 1);
    await learner.measure();
    expect(await learner.measure()).toEqual(nothing);
  });

  it('counts every update once, also where more wait on the device than are read back at once', async () => {
    const learner = new Learner(new ScriptedProgram([outputs(0), outputs(0), outputs(3)]), options(10_000));
    await expectNoLeak(async () => {
      await learnTimes(learner, 600);
      expect(await learner.measure()).toMatchObject({ loss: 1 });
    });
  });

  it('does not count a gradient just at the limit as clipped', async () => {
    const learner = new Learner(new ScriptedProgram([outputs(1, 10)]), options(1000));
    await learnTimes(learner, 1);
    expect(await learner.measure()).toMatchObject({ clippedShare: 0 });
  });
});

describe('a loss that is not a number', () => {
  it.each([NaN, Infinity])('of %d stops measuring and saving, and leaves no tensor', async (loss) => {
    await expectNoLeak(async () => {
      for (const read of ['measure', 'state'] as const) {
        const learner = new Learner(new ScriptedProgram([outputs(1), outputs(loss)]), options(1000));
        await learnTimes(learner, 2);
        await expect(learner[read]()).rejects.toThrow(
          new InputError(
            `training: expected the loss to stay finite, got ${loss} after update 2; try a lower learningRate or rewardScale`,
          ),
        );
      }
    });
  });

  it('stops learning when it is read back, without anybody measuring', async () => {
    const learner = new Learner(new ScriptedProgram([outputs(NaN)]), options(1000));
    await expect(learnTimes(learner, 1000)).rejects.toThrow('got NaN after update 256');
  });
});

describe('the interval between target updates', () => {
  it('counts learner steps', async () => {
    const program = new ScriptedProgram([outputs(1)]);
    await learnTimes(new Learner(program, options(3)), 7);
    expect(program.steps.join(' ')).toBe('learn learn learn sync learn learn learn sync learn');
  });

  it('goes on counting after a restore', async () => {
    const first = new Learner(new ScriptedProgram([outputs(1)]), options(3));
    await learnTimes(first, 2);
    const program = new ScriptedProgram([outputs(1)]);
    const second = new Learner(program, options(3));
    second.restore(await first.state());
    expect(second.updates).toBe(2);
    await learnTimes(second, 2);
    expect(program.steps.join(' ')).toBe('learn sync learn');
  });
});

describeOnBackends('Learner', () => {
  it('moves the target when its period has passed, and only then', async () => {
    const program = dqnProgram(shape);
    const learner = new Learner(program, options(3));
    const { target: start } = await program.readState();
    await learnTimes(learner, 2);
    expect((await program.readState()).target).toEqual(start);
    await learnTimes(learner, 1);
    const { online, target: synced } = await program.readState();
    expect(synced).toEqual(online);
    await learnTimes(learner, 2);
    expect((await program.readState()).target).toEqual(synced);
    learner.dispose();
  });

  it('moves the target by tau', async () => {
    const program = dqnProgram(shape);
    const learner = new Learner(program, options(1, 0.25));
    const { target: start } = await program.readState();
    await learnTimes(learner, 1);
    const { online, target } = await program.readState();
    target!.forEach((value, i) => expect(value).toBeCloseTo(0.25 * online![i]! + 0.75 * start![i]!, 6));
    learner.dispose();
  });

  it('goes on from its state as if nothing had happened, bit by bit', async () => {
    const first = new Learner(dqnProgram(shape), options(4, 0.5));
    await learnTimes(first, 6);
    const saved = await first.state();
    const savedBits = bits(saved);
    const second = new Learner(dqnProgram(shape), options(4, 0.5));
    await learnTimes(second, 3); // what it did before does not matter
    second.restore(saved);
    expect(bits(await second.state())).toBe(savedBits);
    for (const learner of [first, second]) await learnTimes(learner, 5);
    expect(await second.measure()).toEqual(await first.measure());
    expect(bits(await second.state())).toBe(bits(await first.state()));
    expect(second.updates).toBe(11);
    expect(bits(saved)).toBe(savedBits);
    first.dispose();
    second.dispose();
  });

  it('refuses the state of another network', async () => {
    const other = new Learner(dqnProgram({ ...shape, hiddenLayers: [6] }), options(1));
    const learner = new Learner(dqnProgram(shape), options(1));
    const before = await learner.state();
    const saved = await other.state();
    expect(() => learner.restore(saved)).toThrow('program: state online cannot take');
    expect(await learner.state()).toEqual(before);
    learner.dispose();
    other.dispose();
  });

  // The wasm backend clips NaN to a number, so that the weights stay finite: the loss must tell.
  it('finds a reward that is not a number by the loss', async () => {
    const learner = new Learner(dqnProgram(shape), options(1000));
    await learner.learn({ ...batch, rewards: Float32Array.from(batch.rewards).fill(NaN, 3, 4) });
    await expect(learner.measure()).rejects.toThrow('got NaN after update 1');
    learner.dispose();
  });

  it('does not act on weights that are not numbers', async () => {
    const program = dqnProgram(shape);
    const learner = new Learner(program, options(1000));
    const { online } = await program.readState();
    program.writeState({ online: online!.fill(NaN) });
    await expect(learner.qValues(batch.observations, shape.features)).rejects.toThrow(
      new InputError(
        'training: expected a Q-value to stay finite, got NaN after update 0; try a lower learningRate or rewardScale',
      ),
    );
    learner.dispose();
  });
});
