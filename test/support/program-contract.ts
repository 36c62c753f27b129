/** What every program does, and what every program does that records its steps; as tests of one kind of program. */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from '../../src/tensor/eager-program';
import type { Program, ProgramStep, ProgramSteps, Tensors } from '../../src/tensor/program';
import { expectNoLeak } from './expect-no-leak';

export type MakeProgram = (steps: ProgramSteps, initialState: Tensors) => Program;

const add: ProgramStep = ({ total }, { amount }) => {
  const sum = tf.add(total!, amount!);
  return { state: { total: sum }, outputs: { sum, half: tf.div(sum, 2) } };
};
const swap: ProgramStep = ({ total, other }) => ({ state: { total: other!, other: total! }, outputs: {} });
const spread: ProgramStep = ({ total }) => ({ state: { other: total! }, outputs: {} });
const look: ProgramStep = ({ total, other }, { weights }) => ({
  state: {},
  outputs: { seen: tf.add(total!, other!), weighted: tf.mul(weights!, tf.sum(total!)), given: weights! },
});
const replace: ProgramStep = ({ total }, { next }) => ({
  state: { total: next!, other: tf.neg(total!) },
  outputs: { before: total!, after: next!, again: next! },
});
export const contractSteps = { add, swap, spread, look, replace };
export const contractState = (): Tensors => ({ total: tf.tensor1d([1, 2]), other: tf.tensor1d([10, 20]) });

/** The numbers of a program's outputs, which are disposed. */
export async function valuesOf(outputs: Tensors): Promise<Record<string, number[]>> {
  const read = await Promise.all(
    Object.entries(outputs).map(async ([key, tensor]) => [key, Array.from(await tensor.data())] as const),
  );
  tf.dispose(Object.values(outputs));
  return Object.fromEntries(read);
}

const amounts = () => tf.tensor2d([[1, 0], [2, 0], [3, 5]]); // prettier-ignore

/** Declares the tests of what every program does; `make` is called while they run. */
export function itIsAProgram(make: MakeProgram): void {
  const program = () => make(contractSteps, contractState());

  describe('a step', () => {
    it('changes the state and hands out what it computed, at the first run and at the next', async () => {
      const one = program();
      const amount = tf.tensor1d([3, 4]);
      expect(await valuesOf(await one.run('add', { amount }))).toEqual({ sum: [4, 6], half: [2, 3] });
      expect(await valuesOf(await one.run('add', { amount }))).toEqual({ sum: [7, 10], half: [3.5, 5] });
      expect(await one.readState()).toEqual({
        total: Float32Array.of(7, 10),
        other: Float32Array.of(10, 20),
      });
      one.dispose();
    });

    it('reads every entry before it changes one', async () => {
      const one = program();
      await one.run('swap', {});
      expect(await one.readState()).toEqual({ total: Float32Array.of(10, 20), other: Float32Array.of(1, 2) });
      one.dispose();
    });

    it('copies an entry, which then goes its own way', async () => {
      const one = program();
      await one.run('spread', {});
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
      expect(await one.readState()).toEqual({ total: Float32Array.of(2, 3), other: Float32Array.of(1, 2) });
      one.dispose();
    });

    it('hands out an entry as it was, and an input that becomes an entry', async () => {
      const one = program();
      for (const [before, next] of [
        [
          [1, 2],
          [5, 6],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ] as const) {
        // prettier-ignore
        const told = await valuesOf(await one.run('replace', { next: tf.tensor1d([...next]) }));
        expect(told).toEqual({ before, after: next, again: next });
        expect(await one.readState()).toEqual({
          total: Float32Array.from(next),
          other: Float32Array.from(before, (value) => -value),
        });
      }
      one.dispose();
    });

    it('joins an entry that it changes with one that stays', async () => {
      const joins: ProgramStep = ({ total, other }) => {
        const more = tf.add(total!, 1);
        return { state: { total: more }, outputs: { both: tf.concat([more, other!, more]) } };
      };
      const one = make({ joins }, contractState());
      expect(await valuesOf(await one.run('joins', {}))).toEqual({ both: [2, 3, 10, 20, 2, 3] });
      expect(await valuesOf(await one.run('joins', {}))).toEqual({ both: [3, 4, 10, 20, 3, 4] });
      expect((await one.readState()).total).toEqual(Float32Array.of(3, 4));
      one.dispose();
    });

    it('has told what it told: later runs change neither outputs nor inputs of earlier ones', async () => {
      const one = program();
      const [first, second] = [tf.tensor1d([5, 6]), tf.tensor1d([7, 8])];
      const early = await one.run('replace', { next: first });
      tf.dispose(Object.values(await one.run('replace', { next: second })));
      expect(await valuesOf(early)).toEqual({ before: [1, 2], after: [5, 6], again: [5, 6] });
      expect(Array.from(await first.data())).toEqual([5, 6]);
      one.dispose();
    });

    it('sees the state that other steps left, at every shape of its inputs', async () => {
      const one = program();
      for (const length of [1, 3, 50_000, 1]) {
        await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
        const { seen, weighted, given } = await valuesOf(
          await one.run('look', { weights: tf.ones([length]) }),
        );
        const { total } = await one.readState();
        expect(seen).toEqual([total![0]! + 10, total![1]! + 20]);
        expect(weighted).toEqual(Array(length).fill(total![0]! + total![1]!));
        expect(given).toEqual(Array(length).fill(1));
      }
      expect((await one.readState()).total).toEqual(Float32Array.of(5, 6));
      one.dispose();
    });

    it('may be given inputs that it has no use for, or one tensor for two', async () => {
      const steps = {
        double: (({ total }, { x, y }) => ({ state: { total: tf.add(total!, tf.add(x!, y!)) }, outputs: {} })) as ProgramStep,
      }; // prettier-ignore
      const one = make(steps, contractState());
      const x = tf.tensor1d([3, 4]);
      await one.run('double', { x, y: x, unused: tf.ones([7]) });
      expect((await one.readState()).total).toEqual(Float32Array.of(7, 10));
      one.dispose();
    });

    it('is refused by a name that the program does not have', async () => {
      const one = program();
      for (const name of ['jump', 'toString'])
        await expect(one.run(name, {})).rejects.toThrow(
          new RangeError(`program: no step ${name}; it has add, swap, spread, look, replace`),
        );
      expect(() => one.announce('jump', {})).toThrow('no step jump');
      one.dispose();
    });

    it('that is announced is there when it is run, at no change of the state', async () => {
      const one = program();
      one.announce('look', { weights: { shape: [1], dtype: 'float32' } });
      one.announce('add', { amount: { shape: [3, 2], dtype: 'float32' } }, 3);
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
      expect((await valuesOf(await one.run('look', { weights: tf.ones([1]) }))).seen).toEqual([12, 23]);
      one.dispose();
    });

    it.each<[string, ProgramStep, string]>([
      ['an entry that is not there', ({ total }) => ({ state: { total: tf.neg(total!), nope: total! }, outputs: {} }), 'unknown state nope'],
      ['another shape', ({ total }) => ({ state: { total: tf.concat([total!, total!]) }, outputs: {} }), 'state total: expected float32 [2] from a step, got float32 [4]'],
      ['another type', () => ({ state: { total: tf.zeros([2], 'int32') }, outputs: {} }), 'expected float32 [2] from a step, got int32 [2]'],
    ])('that returns %s is refused, leaves no tensor, and the others go on', async (_what, bad, message) => {
      const one = make({ ...contractSteps, bad }, contractState());
      await valuesOf(await one.run('add', { amount: tf.tensor1d([0, 0]) }));
      await expectNoLeak(async () => {
        await expect(one.run('bad', {})).rejects.toThrow(message);
      });
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
      await expect(one.run('bad', {})).rejects.toThrow(message);
      expect((await one.readState()).total).toEqual(Float32Array.of(2, 3));
      one.dispose();
    }); // prettier-ignore
  });

  describe('a scan', () => {
    it('runs one row after the other and stacks what they give', async () => {
      const one = program();
      expect(await valuesOf(await one.scan('add', { amount: amounts() }, { from: 0, to: 3 }))).toEqual({
        sum: [2, 2, 4, 2, 7, 7],
        half: [1, 1, 2, 1, 3.5, 3.5],
      });
      expect((await one.readState()).total).toEqual(Float32Array.of(7, 7));
      one.dispose();
    });

    it('runs the asked rows alone', async () => {
      const one = program();
      const { sum, half } = await one.scan('add', { amount: amounts() }, { from: 1, to: 2 });
      expect([sum!.shape, half!.shape]).toEqual([[1, 2], [1, 2]]); // prettier-ignore
      expect(await valuesOf({ sum: sum!, half: half! })).toEqual({ sum: [3, 2], half: [1.5, 1] });
      one.dispose();
    });

    it('refuses rows that are not there', async () => {
      const one = program();
      for (const [from, to] of [
        [0, 4],
        [-1, 2],
        [2, 2],
      ] as const)
        // prettier-ignore
        await expect(one.scan('add', { amount: amounts() }, { from, to })).rejects.toThrow(
          `program: input amount [3, 2] does not have the batches ${from} to ${to - 1} of all`,
        );
      await expect(one.scan('swap', {}, { from: 0, to: 1 })).rejects.toThrow('expected stacked inputs');
      one.dispose();
    });
  });

  describe('the state', () => {
    it('can be read and written before the first run as after it', async () => {
      const one = program();
      one.writeState({ total: Float32Array.of(5, 5) });
      expect((await one.readState()).total).toEqual(Float32Array.of(5, 5));
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 2]) }));
      expect((await one.readState()).total).toEqual(Float32Array.of(6, 7));
      one.writeState({ total: Float32Array.of(0, 1), other: Float32Array.of(2, 3) });
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 2]) }));
      expect(await one.readState()).toEqual({ total: Float32Array.of(1, 3), other: Float32Array.of(2, 3) });
      one.dispose();
    });

    it('is taken back as it was read, bit by bit', async () => {
      const one = program();
      const state = { total: Float32Array.of(-0, 1e-42), other: Float32Array.of(1 / 3, -Infinity) };
      one.writeState(state);
      expect(await one.readState()).toEqual(state);
      one.dispose();
    });

    it('shares no array with those it was given or has given', async () => {
      const one = program();
      const given = Float32Array.of(5, 5);
      one.writeState({ total: given });
      given.fill(9);
      const read = await one.readState();
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
      expect(read.total).toEqual(Float32Array.of(5, 5));
      read.total!.fill(8);
      expect((await one.readState()).total).toEqual(Float32Array.of(6, 6));
      one.dispose();
    });

    it.each([
      ['an unknown entry', { missing: Float32Array.of(1) }, 'state missing cannot take 1 values'],
      ['too few values', { other: Float32Array.of(1) }, 'state other cannot take 1 values'],
      ['too many values', { other: Float32Array.of(1, 2, 3) }, 'state other cannot take 3 values'],
    ])('refuses %s and stays as it was', async (_what, bad, message) => {
      const one = program();
      const before = await one.readState();
      const write = () =>
        one.writeState({ total: Float32Array.of(7, 7), ...(bad as Record<string, Float32Array>) });
      expect(write).toThrow(new RangeError(`program: ${message}`));
      expect(await one.readState()).toEqual(before);
      one.dispose();
    });

    it('is of two entries also where these shared their data', async () => {
      const shared = tf.tensor1d([1, 2]);
      const one = make(contractSteps, { total: shared, other: shared.clone() });
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
      expect(await one.readState()).toEqual({ total: Float32Array.of(2, 3), other: Float32Array.of(1, 2) });
      one.dispose();
    });

    it('is not that of another program of the same steps', async () => {
      const [first, second] = [program(), program()];
      const amount = tf.tensor1d([1, 1]);
      await valuesOf(await first.run('add', { amount }));
      await valuesOf(await second.run('add', { amount: tf.tensor1d([5, 5]) }));
      await valuesOf(await first.run('add', { amount }));
      expect((await first.readState()).total).toEqual(Float32Array.of(3, 4));
      first.dispose();
      expect((await second.readState()).total).toEqual(Float32Array.of(6, 7));
      second.dispose();
    });
  });

  it('leaves no tensor behind over runs, scans and states, and none after it is disposed', async () => {
    await expectNoLeak(async () => {
      const one = program();
      const [amount, stacked] = [tf.tensor1d([1, 1]), tf.tensor2d([[1, 1]])];
      for (let i = 0; i < 3; i += 1) {
        tf.dispose(Object.values(await one.run('add', { amount })));
        tf.dispose(Object.values(await one.scan('add', { amount: stacked }, { from: 0, to: 1 })));
        tf.dispose(Object.values(await one.run('replace', { next: amount })));
        await one.run('swap', {});
        one.writeState(await one.readState());
      }
      tf.dispose([amount, stacked]);
      one.dispose();
    });
  });
}

/** Declares the tests of what programs do that record their steps, beyond what every program does. */
export function itRecordsItsSteps(make: MakeProgram): void {
  it('agrees with a program that runs the operations one by one', async () => {
    const [recorded, eager] = [make, (...of: Parameters<MakeProgram>) => new EagerProgram(...of)].map(
      (kind) => kind(contractSteps, contractState()),
    ) as [Program, Program];
    const amount = tf.tensor2d([[0.1, 0.7], [-3, 1e-9]]); // prettier-ignore
    for (const one of [recorded, eager]) {
      await valuesOf(await one.scan('add', { amount }, { from: 0, to: 2 }));
      await one.run('swap', {});
      await valuesOf(await one.run('add', { amount: tf.tensor1d([1 / 3, 1]) }));
    }
    expect(await recorded.readState()).toEqual(await eager.readState());
    recorded.dispose();
    eager.dispose();
  });

  it('says so when it is asked after it is disposed', async () => {
    const one = make(contractSteps, contractState());
    const amount = tf.tensor1d([1, 1]);
    await valuesOf(await one.run('add', { amount }));
    one.dispose();
    await expect(one.run('add', { amount })).rejects.toThrow('before it is disposed');
    await expect(one.readState()).rejects.toThrow('before it is disposed');
    expect(() => one.writeState({ total: Float32Array.of(1, 2) })).toThrow('before it is disposed');
  });

  describe('refuses what cannot be repeated, with the line that asks for it', () => {
    let early: tf.Tensor;
    beforeAll(() => {
      early = tf.tensor1d([1, 2]);
    });
    afterAll(() => early.dispose());

    const refused: [string, ProgramStep, string][] = [
      ['a value read back', ({ total }) => ({ state: {}, outputs: { y: tf.scalar(total!.dataSync()[0]!) } }), 'a value is read back to the host'],
      ['a random number', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, tf.randomUniform([2])) } }), 'randomUniform draws random numbers on the host: pass them as inputs'],
      ['dropout', ({ total }) => ({ state: {}, outputs: { y: tf.dropout(total as tf.Tensor1D, 0.5) } }), 'dropout draws random numbers on the host: pass them as inputs'],
      ['a tensor of before', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, early) } }), 'a tensor [2] that is neither state nor input and was made before the step ran'],
    ]; // prettier-ignore

    it.each(refused)('%s', async (_what, step, message) => {
      const one = make({ step }, { total: tf.tensor1d([1, 2]) });
      for (let run = 0; run < 2; run += 1) {
        const error = (await one.run('step', {}).catch((reason: unknown) => reason)) as Error;
        expect(error).toBeInstanceOf(RangeError);
        expect(error.message).toContain(`program: ${message}, at `);
        expect(error.message).toMatch(/program-contract\.ts:\d+$/);
      }
      one.dispose();
    });

    it('a number of the host that changes from run to run', async () => {
      let calls = 0;
      const step: ProgramStep = ({ total }) => ({
        state: {},
        outputs: { y: tf.add(total!, (calls += 1)) },
      });
      const one = make({ step }, { total: tf.tensor1d([1, 2]) });
      await expect(one.run('step', {})).rejects.toThrow('what changes from run to run must be an input');
      one.dispose();
    });

    it('a tensor that the first run leaves for the next ones', async () => {
      let cached: tf.Tensor | undefined;
      const step: ProgramStep = ({ total }) => {
        cached ??= tf.keep(tf.mul(total!, 2));
        return { state: {}, outputs: { y: tf.add(total!, cached) } };
      };
      const one = make({ step }, { total: tf.tensor1d([1, 2]) });
      await expect(one.run('step', {})).rejects.toThrow('was made before the step ran');
      one.dispose();
      cached?.dispose();
    });

    it('a tensor of before also once the backend has it', async () => {
      tf.dispose(tf.add(early, 1));
      const step: ProgramStep = ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, early) } });
      const one = make({ step }, { total: tf.tensor1d([1, 2]) });
      await expect(one.run('step', {})).rejects.toThrow('was made before the step ran');
      one.dispose();
    });

    it('and tfjs works as before afterwards', async () => {
      const one = make({ step: refused[0]![1] }, { total: tf.tensor1d([1, 2]) });
      await expectNoLeak(async () => {
        await expect(one.run('step', {})).rejects.toThrow('read back');
      });
      expect(tf.add(early, tf.randomUniform([2], 1, 1)).dataSync()).toEqual(Float32Array.of(2, 3));
      one.dispose();
    });
  });
}
