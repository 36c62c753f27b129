/** The nodes of a recorded step say what the step says; run one by one, for TensorFlow itself is not needed to see it. */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { stepNodes, type StepValue } from '../../../src/tensor/graph/step-nodes';
import { specsOf, type ProgramStep, type Tensors } from '../../../src/tensor/program';
import { recordStep } from '../../../src/tensor/recorded/recorder';
import { useBackend } from '../../support/backends';
import { interpret } from '../../support/graph-interpreter';
import { told } from '../../support/program-history';
import { inputSpecs, smallNumbers, stateSpecs, stepOfPlan, stepPlans } from '../../support/random-steps';

useBackend();

/** What the nodes of a step give. */
function given(step: ProgramStep, state: Tensors, inputs: Tensors, compiled: boolean) {
  const { nodes, ...results } = stepNodes(recordStep(step, specsOf(state), specsOf(inputs)), compiled);
  const named = (prefix: string, tensors: Tensors) =>
    Object.values(tensors).map((tensor, i) => [`${prefix}${i}`, tensor] as const);
  const values = interpret(nodes, Object.fromEntries([...named('s', state), ...named('x', inputs)]));
  const read = (of: Readonly<Record<string, StepValue>>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, { reference }]) => [name, tf.clone(values.get(reference)!)]),
    );
  return { state: told(read(results.state)), outputs: told(read(results.outputs)) };
}

it.each([false, true])('random steps, to be compiled by XLA: %p', (compiled) => {
  fc.assert(
    fc.property(stepPlans, fc.nat(1000), (plan, seed) => {
      const random = Random.fromSeed(seed);
      const [state, inputs] = [
        smallNumbers(stateSpecs(plan), random),
        smallNumbers(inputSpecs(plan), random),
      ];
      const step = stepOfPlan(plan);
      const eager = step(state, inputs);
      const own = (of: Tensors) => Object.fromEntries(Object.entries(of).map(([name, one]) => [name, tf.clone(one)])); // prettier-ignore
      const expected = { state: told(own(eager.state)), outputs: told(own(eager.outputs)) };
      expect(given(step, state, inputs, compiled)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

const operationsOf = (step: ProgramStep, state: Tensors, compiled = false) =>
  stepNodes(recordStep(step, specsOf(state), {}), compiled).nodes.map(({ op }) => op);

it('a view of the same shape is no node, and equal constants are one', () => {
  const step: ProgramStep = ({ a }) => ({
    state: {},
    outputs: { x: tf.add(tf.clone(a!), 2), y: tf.mul(a!, 2), z: tf.cast(a!, 'float32') },
  });
  expect(operationsOf(step, { a: tf.tensor1d([1, 2]) })).toEqual(['Const', 'Add', 'Mul']);
});

it('a constant of one number many times is filled in, not written out', () => {
  const step: ProgramStep = ({ a }) => ({ state: {}, outputs: { x: tf.mul(a!, tf.fill([1000], 3)) } });
  expect(operationsOf(step, { a: tf.ones([1000]) })).toEqual(['Const', 'Const', 'Fill', 'Mul']);
});

it('only vectors that XLA is to join are written part by part', () => {
  const step: ProgramStep = ({ a, m }) => ({
    state: {},
    outputs: {
      vector: tf.concat([a as tf.Tensor1D, a as tf.Tensor1D, a as tf.Tensor1D]),
      columns: tf.concat([m as tf.Tensor2D, m as tf.Tensor2D], 1),
    },
  });
  const state = { a: tf.tensor1d([1, 2]), m: tf.ones([2, 2]) };
  const joins = (compiled: boolean) =>
    operationsOf(step, state, compiled).filter((op) => op === 'ConcatV2' || op === 'XlaDynamicUpdateSlice');
  expect(joins(false)).toEqual(['ConcatV2', 'ConcatV2']);
  expect(joins(true)).toEqual([...Array<string>(3).fill('XlaDynamicUpdateSlice'), 'ConcatV2']);
});
