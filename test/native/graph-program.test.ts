/** Recorded programs: what a graph must do is what the eager program does. */
import * as tf from '@tensorflow/tfjs';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { EagerProgram } from '../../src/tensor/eager-program';
import { nodeBackend } from '../../src/tensor/graph/node-backend';
import { GraphProgram } from '../../src/tensor/graph-program';
import type { ProgramStep, Tensors } from '../../src/tensor/program';
import { xlaRefusal } from '../../src/tensor/xla-probe';
import { useBackend } from '../support/backends';
import { expectNoLeak } from '../support/expect-no-leak';

useBackend(tensorflowLoader);

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
const steps = { add, swap, spread, look };

function program(): GraphProgram {
  return new GraphProgram(steps, { total: tf.tensor1d([1, 2]), other: tf.tensor1d([10, 20]) });
}

async function values(outputs: Tensors): Promise<Record<string, number[]>> {
  const read = await Promise.all(
    Object.entries(outputs).map(async ([key, tensor]) => [key, Array.from(await tensor.data())] as const),
  );
  tf.dispose(Object.values(outputs));
  return Object.fromEntries(read);
}

describe('a recorded step', () => {
  it('changes the state and hands out what it computed, at the first run and at the next', async () => {
    const graph = program();
    const amount = tf.tensor1d([3, 4]);
    expect(await values(await graph.run('add', { amount }))).toEqual({ sum: [4, 6], half: [2, 3] });
    expect(await values(await graph.run('add', { amount }))).toEqual({ sum: [7, 10], half: [3.5, 5] });
    expect(await graph.readState()).toEqual({
      total: Float32Array.of(7, 10),
      other: Float32Array.of(10, 20),
    });
    graph.dispose();
  });

  it('reads every entry before it changes one', async () => {
    const graph = program();
    await graph.run('swap', {});
    expect(await graph.readState()).toEqual({ total: Float32Array.of(10, 20), other: Float32Array.of(1, 2) });
    graph.dispose();
  });

  it('copies an entry, which then goes its own way', async () => {
    const graph = program();
    await graph.run('spread', {});
    await values(await graph.run('add', { amount: tf.tensor1d([1, 1]) }));
    expect(await graph.readState()).toEqual({ total: Float32Array.of(2, 3), other: Float32Array.of(1, 2) });
    graph.dispose();
  });

  it('sees the state that other steps left, at every shape of its inputs', async () => {
    const graph = program();
    for (const length of [1, 3, 1]) {
      await values(await graph.run('add', { amount: tf.tensor1d([1, 1]) }));
      const seen = await values(await graph.run('look', { weights: tf.ones([length]) }));
      const { total } = await graph.readState();
      expect(seen.seen).toEqual([total![0]! + 10, total![1]! + 20]);
      expect(seen.weighted).toEqual(Array(length).fill(total![0]! + total![1]!));
      expect(seen.given).toEqual(Array(length).fill(1));
    }
    graph.dispose();
  });

  it('is refused by a name that the program does not have', async () => {
    await expect(program().run('jump', {})).rejects.toThrow(
      new RangeError('program: no step jump; it has add, swap, spread, look'),
    );
  });
});

describe('a scan', () => {
  const amounts = () => tf.tensor2d([[1, 0], [2, 0], [3, 5]]); // prettier-ignore

  it('runs one row after the other and stacks what they give', async () => {
    const graph = program();
    expect(await values(await graph.scan('add', { amount: amounts() }, { from: 0, to: 3 }))).toEqual({
      sum: [2, 2, 4, 2, 7, 7],
      half: [1, 1, 2, 1, 3.5, 3.5],
    });
    expect((await graph.readState()).total).toEqual(Float32Array.of(7, 7));
    graph.dispose();
  });

  it('runs the asked rows alone', async () => {
    const graph = program();
    const { sum, half } = await graph.scan('add', { amount: amounts() }, { from: 1, to: 2 });
    expect([sum!.shape, half!.shape]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await values({ sum: sum! })).toEqual({ sum: [3, 2] });
    half!.dispose();
    graph.dispose();
  });

  it('refuses rows that are not there', async () => {
    const graph = program();
    for (const rows of [
      { from: 0, to: 4 },
      { from: -1, to: 2 },
      { from: 2, to: 2 },
    ]) {
      await expect(graph.scan('add', { amount: amounts() }, rows)).rejects.toThrow(
        `program: input amount [3, 2] does not have the rows ${rows.from} to ${rows.to - 1} of all`,
      );
    }
    graph.dispose();
  });

  it('compiled by XLA gives the same', async () => {
    const graph = new GraphProgram(
      steps,
      { total: tf.tensor1d([1, 2]), other: tf.tensor1d([10, 20]) },
      { compile: ['add'] },
    );
    expect(await values(await graph.scan('add', { amount: amounts() }, { from: 1, to: 3 }))).toEqual({
      sum: [3, 2, 6, 7],
      half: [1.5, 1, 3, 3.5],
    });
    graph.dispose();
  });
});

describe('a step that cannot be recorded or loaded', () => {
  it.each<[string, ProgramStep, string]>([
    ['an entry that is not there', ({ total }) => ({ state: { nope: total! }, outputs: {} }), 'unknown state nope'],
    ['another shape', ({ total }) => ({ state: { total: tf.concat([total!, total!]) }, outputs: {} }), 'state total: expected float32 [2] from a step, got float32 [4]'],
    ['another type', ({ total }) => ({ state: { total: tf.cast(total!, 'int32') }, outputs: {} }), 'expected float32 [2] from a step, got int32 [2]'],
  ])('because it returns %s is refused by both kinds of program, and the others go on', async (_what, bad, message) => {
    for (const Kind of [GraphProgram, EagerProgram]) {
      const one = new Kind({ ...steps, bad }, { total: tf.tensor1d([1, 2]), other: tf.tensor1d([10, 20]) });
      await expect(one.run('bad', {})).rejects.toThrow(message);
      await values(await one.run('add', { amount: tf.tensor1d([1, 1]) }));
      await expect(one.run('bad', {})).rejects.toThrow(message);
      expect((await one.readState()).total).toEqual(Float32Array.of(2, 3));
      one.dispose();
    }
  }); // prettier-ignore

  it('because TensorFlow cannot load it costs nothing that was learned', async () => {
    const graph = program();
    const amount = tf.tensor1d([1, 1]);
    await values(await graph.run('add', { amount }));
    const load = jest.spyOn(nodeBackend(), 'loadSavedModelMetaGraph').mockImplementationOnce(() => {
      throw new Error('no space left');
    });
    await expect(graph.run('look', { weights: tf.ones([1]) })).rejects.toThrow('no space left');
    load.mockRestore();
    expect((await graph.readState()).total).toEqual(Float32Array.of(2, 3));
    await values(await graph.run('add', { amount }));
    expect((await values(await graph.run('look', { weights: tf.ones([1]) }))).seen).toEqual([13, 24]);
    graph.dispose();
  });

  it('because it is to be compiled and is not there is refused at once', () => {
    const state = () => ({ total: tf.tensor1d([1, 2]), other: tf.tensor1d([10, 20]) });
    expect(() => new GraphProgram(steps, state(), { compile: ['lern'] })).toThrow('no step lern');
  });
});

it('XLA is found to work here, or the reason is told', async () => {
  expect(await xlaRefusal()).toBeNull();
  const load = jest.spyOn(nodeBackend(), 'loadSavedModelMetaGraph').mockImplementationOnce(() => {
    throw new Error('no ptxas\nand more');
  });
  expect(await xlaRefusal()).toBe('no ptxas');
  load.mockRestore();
});

it('two programs share nothing', async () => {
  const [first, second] = [program(), program()];
  const amount = tf.tensor1d([1, 1]);
  await values(await first.run('add', { amount }));
  await values(await second.run('add', { amount: tf.tensor1d([5, 5]) }));
  await values(await first.run('add', { amount }));
  expect((await first.readState()).total).toEqual(Float32Array.of(3, 4));
  first.dispose();
  expect((await second.readState()).total).toEqual(Float32Array.of(6, 7));
  second.dispose();
  await expect(second.run('add', { amount })).rejects.toThrow('before it is disposed');
});

it('a step that is expected is there when it is run, at no change of the state', async () => {
  const graph = program();
  graph.expect('look', { weights: { shape: [1], dtype: 'float32' } });
  await values(await graph.run('add', { amount: tf.tensor1d([1, 1]) }));
  expect((await values(await graph.run('look', { weights: tf.ones([1]) }))).seen).toEqual([12, 23]);
  expect(() => graph.expect('jump', {})).toThrow('no step jump');
  graph.dispose();
});

describe('the state of a recorded program', () => {
  it('can be read and written before the first run as after it', async () => {
    const graph = program();
    graph.writeState({ total: Float32Array.of(5, 5) });
    expect((await graph.readState()).total).toEqual(Float32Array.of(5, 5));
    await values(await graph.run('add', { amount: tf.tensor1d([1, 2]) }));
    expect((await graph.readState()).total).toEqual(Float32Array.of(6, 7));
    graph.writeState({ total: Float32Array.of(0, 1), other: Float32Array.of(2, 3) });
    await values(await graph.run('add', { amount: tf.tensor1d([1, 2]) }));
    expect(await graph.readState()).toEqual({ total: Float32Array.of(1, 3), other: Float32Array.of(2, 3) });
    graph.dispose();
  });

  it('keeps nothing of the arrays it was given or has given', async () => {
    const graph = program();
    const given = Float32Array.of(5, 5);
    graph.writeState({ total: given });
    given.fill(9);
    (await graph.readState()).total!.fill(8);
    expect((await graph.readState()).total).toEqual(Float32Array.of(5, 5));
    graph.dispose();
  });

  it.each([
    ['an unknown entry', { missing: Float32Array.of(1) }, 'state missing cannot take 1 values'],
    [
      'a wrong length',
      { other: Float32Array.of(0, 0), total: Float32Array.of(1) },
      'state total cannot take 1',
    ],
  ])('refuses %s and stays as it was', async (_what, state, message) => {
    const graph = program();
    const before = await graph.readState();
    expect(() => graph.writeState(state as Record<string, Float32Array>)).toThrow(message);
    expect(await graph.readState()).toEqual(before);
    graph.dispose();
  });

  it('two entries that share their data are two entries', async () => {
    const shared = tf.tensor1d([1, 2]);
    const graph = new GraphProgram(steps, { total: shared, other: shared.clone() });
    await values(await graph.run('add', { amount: tf.tensor1d([1, 1]) }));
    expect(await graph.readState()).toEqual({ total: Float32Array.of(2, 3), other: Float32Array.of(1, 2) });
    graph.dispose();
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(async () => {
      const graph = program();
      const amount = tf.tensor1d([1, 1]);
      const amounts = tf.tensor2d([[1, 1]]);
      for (let i = 0; i < 3; i += 1) {
        tf.dispose(Object.values(await graph.run('add', { amount })));
        tf.dispose(Object.values(await graph.scan('add', { amount: amounts }, { from: 0, to: 1 })));
        await graph.run('swap', {});
        graph.writeState(await graph.readState());
      }
      tf.dispose([amount, amounts]);
      graph.dispose();
    });
  });
});

describe('what a graph cannot repeat is refused, with the line that asks for it', () => {
  let early: tf.Tensor;
  beforeAll(() => {
    early = tf.tensor1d([1, 2]);
  });
  afterAll(() => early.dispose());

  const refused: [string, ProgramStep, RegExp][] = [
    ['a value read back', ({ total }) => ({ state: {}, outputs: { y: tf.scalar(total!.dataSync()[0]!) } }), /a value is read back to the host/],
    ['a random number', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, tf.randomUniform([2])) } }), /randomUniform draws random numbers on the host: pass them as inputs/],
    ['dropout', ({ total }) => ({ state: {}, outputs: { y: tf.dropout(total as tf.Tensor1D, 0.5) } }), /dropout draws random numbers on the host/],
    ['a tensor of before', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, early) } }), /a tensor \[2\] that is neither state nor input and was made before the step ran/],
    ['an operation without a counterpart', ({ total }) => ({ state: {}, outputs: { y: tf.topk(total as tf.Tensor1D, 1).values } }), /operation TopKV2 cannot be recorded/],
  ]; // prettier-ignore

  it.each(refused)('%s', async (_what, step, message) => {
    const graph = new GraphProgram({ step }, { total: tf.tensor1d([1, 2]) });
    await expect(graph.run('step', {})).rejects.toThrow(message);
    await expect(graph.run('step', {})).rejects.toThrow(/, at .*graph-program\.test\.ts:\d+$/);
    graph.dispose();
  });

  it('a number of the host that changes from run to run', async () => {
    let calls = 0;
    const step: ProgramStep = ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, (calls += 1)) } });
    const graph = new GraphProgram({ step }, { total: tf.tensor1d([1, 2]) });
    await expect(graph.run('step', {})).rejects.toThrow('what changes from run to run must be an input');
    graph.dispose();
  });

  it('a tensor that the first run leaves for the next ones', async () => {
    let cached: tf.Tensor | undefined;
    const step: ProgramStep = ({ total }) => {
      cached ??= tf.keep(tf.mul(total!, 2));
      return { state: {}, outputs: { y: tf.add(total!, cached) } };
    };
    const graph = new GraphProgram({ step }, { total: tf.tensor1d([1, 2]) });
    await expect(graph.run('step', {})).rejects.toThrow('was made before the step ran');
    graph.dispose();
  });

  it('a tensor of before is refused also once TensorFlow has it', async () => {
    tf.dispose(tf.add(early, 1));
    const step: ProgramStep = ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, early) } });
    const graph = new GraphProgram({ step }, { total: tf.tensor1d([1, 2]) });
    await expect(graph.run('step', {})).rejects.toThrow('was made before the step ran');
    graph.dispose();
  });

  it('and tfjs works as before after a refusal', async () => {
    const graph = new GraphProgram({ step: refused[0]![1] }, { total: tf.tensor1d([1, 2]) });
    await expect(graph.run('step', {})).rejects.toThrow('read back');
    expect(tf.add(early, tf.randomUniform([2], 1, 1)).dataSync()).toEqual(Float32Array.of(2, 3));
    graph.dispose();
  });
});

it('an eager program of the same steps agrees', async () => {
  const graph = program();
  const eager = new EagerProgram(steps, { total: tf.tensor1d([1, 2]), other: tf.tensor1d([10, 20]) });
  const amount = tf.tensor2d([[0.1, 0.7], [-3, 1e-9]]); // prettier-ignore
  for (const one of [graph, eager]) {
    await values(await one.scan('add', { amount }, { from: 0, to: 2 }));
    await one.run('swap', {});
    await values(await one.run('add', { amount: tf.tensor1d([1 / 3, 1]) }));
  }
  expect(await graph.readState()).toEqual(await eager.readState());
  graph.dispose();
});
