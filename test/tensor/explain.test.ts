/** A program says what it runs, as text that can be read line by line. */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from '../../src/tensor/eager-program';
import type { ProgramStep, TensorSpec } from '../../src/tensor/program';
import { WasmProgram } from '../../src/tensor/wasm-program';
import { useBackend } from '../support/backends';

useBackend();

const step: ProgramStep = ({ weights }, { x, actions }) => {
  const q = tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D);
  const chosen = tf.sum(tf.mul(tf.exp(q), tf.oneHot(actions!, 2, 1, 0, 'float32')), 1);
  const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  return { state: { weights: tf.add(tf.mul(weights!, 0.5), table) }, outputs: { chosen } };
};
const inputs = {
  x: { shape: [4, 3], dtype: 'float32' },
  actions: { shape: [4], dtype: 'int32' },
} satisfies Record<string, TensorSpec>;
const state = () => ({ weights: tf.ones([3, 2]) });

it('a compiled step: operations, the tasks that they are fused into, and its memory', () => {
  const program = new WasmProgram({ step }, state());
  program.announce('step', inputs);
  expect(program.explain('step')).toMatchInlineSnapshot(`
   "operations:
   %0   state weights                   float32 [3, 2]
   %1   input x                         float32 [4, 3]
   %2   input actions                   int32 [4]
   %3   product left · right   %1, %0   float32 [4, 2]
   %4   exp                    %3       float32 [4, 2]
   %5   oneHot 1, else 0       %2       float32 [4, 2]
   %6   multiply               %4, %5   float32 [4, 2]
   %7   sum over axis 1        %6       float32 [4]
   %8   constant of 6 numbers           float32 [3, 2]
   %9   constant 0.5                    float32 []
   %10  multiply               %0, %9   float32 [3, 2]
   %11  add                    %10, %8  float32 [3, 2]
   state weights = %11
   output chosen = %7

   tasks:
   0  packing of %1 as a left factor: 4 lines of 3
   1  packing of %0 as a right factor: 2 lines of 3
   2  product of %1 and %0: [4, 3] · [3, 2]; stores %3
   3  pass over [4, 2]: reads %3, %2; %4 exp; %5 oneHot 1, else 0; %6 multiply; %7 sum over axis 1; stores %7
   4  pass over [3, 2]: reads %0, %8; %10 multiply; %11 add; stores %11 in place of the state

   memory:
   state 24 bytes
   constants 64 bytes
   work 320 bytes, shared by what would take 448 bytes:
   0–127    task 1 to task 2  packed %0
   0–63     start to task 0   %1
   0–63     task 3 to end     %7
   128–191  task 0 to task 2  packed %1
   192–255  task 2 to task 3  %3
   256–319  start to task 3   %2"
  `);
  program.dispose();
});

it('a step run one by one: its operations', () => {
  const program = new EagerProgram({ step }, state());
  program.announce('step', inputs);
  expect(program.explain('step')).toMatchInlineSnapshot(`
   "operations, which are run one by one:
   %0   state weights                   float32 [3, 2]
   %1   input x                         float32 [4, 3]
   %2   input actions                   int32 [4]
   %3   product left · right   %1, %0   float32 [4, 2]
   %4   exp                    %3       float32 [4, 2]
   %5   oneHot 1, else 0       %2       float32 [4, 2]
   %6   multiply               %4, %5   float32 [4, 2]
   %7   sum over axis 1        %6       float32 [4]
   %8   constant of 6 numbers           float32 [3, 2]
   %9   constant 0.5                    float32 []
   %10  multiply               %0, %9   float32 [3, 2]
   %11  add                    %10, %8  float32 [3, 2]
   state weights = %11
   output chosen = %7"
  `);
  program.dispose();
});

it('a step that cannot be recorded: why', async () => {
  const reads: ProgramStep = ({ weights }) => ({ state: {}, outputs: { y: tf.tensor(weights!.dataSync()) } });
  const program = new EagerProgram({ reads }, state());
  tf.dispose(Object.values(await program.run('reads', {})));
  expect(program.explain('reads')).toMatch(
    /^operations, which are run one by one:\nnot known, for a value is read back to the host, at .*explain\.test\.ts:\d+$/,
  );
  program.dispose();
});

it.each([EagerProgram, WasmProgram])('a step that was neither announced nor run is not known: %p', (Kind) => {
  const program = new Kind({ step }, state());
  expect(() => program.explain('step')).toThrow('program: step step was neither announced nor run');
  program.dispose();
});
