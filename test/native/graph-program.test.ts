/** Recorded graphs: what they share with all programs, and what is TensorFlow's. */
import * as tf from '@tensorflow/tfjs';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { nodeBackend } from '../../src/tensor/graph/node-backend';
import { GraphProgram } from '../../src/tensor/graph-program';
import type { ProgramStep } from '../../src/tensor/program';
import { xlaRefusal } from '../../src/tensor/xla-probe';
import { useBackend } from '../support/backends';
import {
  contractState,
  contractSteps,
  itIsAProgram,
  itRecordsItsSteps,
  valuesOf,
} from '../support/program-contract';

useBackend(tensorflowLoader);

const program = () => new GraphProgram(contractSteps, contractState());

describe('GraphProgram', () => {
  itIsAProgram((steps, state) => new GraphProgram(steps, state));
  itRecordsItsSteps((steps, state) => new GraphProgram(steps, state));
});

it('a step that XLA compiled scans the same', async () => {
  const graph = new GraphProgram(contractSteps, contractState(), { compile: ['add'] });
  const amount = tf.tensor2d([[1, 0], [2, 0], [3, 5]]); // prettier-ignore
  expect(await valuesOf(await graph.scan('add', { amount }, { from: 1, to: 3 }))).toEqual({
    sum: [3, 2, 6, 7],
    half: [1.5, 1, 3, 3.5],
  });
  graph.dispose();
});

it('a step that TensorFlow cannot load costs nothing that was learned', async () => {
  const graph = program();
  const amount = tf.tensor1d([1, 1]);
  await valuesOf(await graph.run('add', { amount }));
  const load = jest.spyOn(nodeBackend(), 'loadSavedModelMetaGraph').mockImplementationOnce(() => {
    throw new Error('no space left');
  });
  await expect(graph.run('look', { weights: tf.ones([1]) })).rejects.toThrow('no space left');
  load.mockRestore();
  expect((await graph.readState()).total).toEqual(Float32Array.of(2, 3));
  await valuesOf(await graph.run('add', { amount }));
  expect((await valuesOf(await graph.run('look', { weights: tf.ones([1]) }))).seen).toEqual([13, 24]);
  graph.dispose();
});

it('a step that is to be compiled and is not there is refused at once', () => {
  expect(() => new GraphProgram(contractSteps, contractState(), { compile: ['lern'] })).toThrow(
    'no step lern',
  );
});

it('an operation without a counterpart is refused, with the line that asks for it', async () => {
  const step: ProgramStep = ({ total }) => ({
    state: {},
    outputs: { y: tf.topk(total as tf.Tensor1D, 1).values },
  });
  const graph = new GraphProgram({ step }, { total: tf.tensor1d([1, 2]) });
  await expect(graph.run('step', {})).rejects.toThrow(
    /operation TopK cannot be recorded for float32 \[2\], at .*graph-program\.test\.ts:\d+$/,
  );
  graph.dispose();
});

it('XLA is found to work here, or the reason is told', async () => {
  expect(await xlaRefusal()).toBeNull();
  const load = jest.spyOn(nodeBackend(), 'loadSavedModelMetaGraph').mockImplementationOnce(() => {
    throw new Error('no ptxas\nand more');
  });
  expect(await xlaRefusal()).toBe('no ptxas');
  load.mockRestore();
});
