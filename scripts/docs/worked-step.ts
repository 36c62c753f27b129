/** The example of src/tensor/README.md: one small step from mathematics to operations, tasks and nodes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { stepNodes } from '../../src/tensor/graph/step-nodes';
import type { ProgramStep, TensorSpec } from '../../src/tensor/program';
import { printTable } from '../../src/tensor/recorded/print-recording';
import { recordStep } from '../../src/tensor/recorded/recorder';
import { sizeOf } from '../../src/tensor/recorded/shapes';
import { explainStep } from '../../src/tensor/wasm/explain';
import { Machine } from '../../src/tensor/wasm/machine';
import { root } from './results';

// shown: step
const step: ProgramStep = ({ w, b }, { x, wanted }) => {
  const y = tf.relu(tf.add(tf.matMul(x!, w!), b!));
  const error = tf.sub(y, wanted!);
  // What ReLU lets out is never negative, so that its sign is ReLU's derivative.
  const gradient = tf.matMul(x!, tf.mul(error, tf.sign(y)), true, false);
  return {
    state: { w: tf.sub(w!, tf.mul(gradient, 0.5)) },
    outputs: { loss: tf.mean(tf.square(error)) },
  };
};
// shown: end

const float32 = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const state = { w: float32(3, 2), b: float32(2) };
const inputs = { x: float32(4, 3), wanted: float32(4, 2) };
const record = () => recordStep(step, state, inputs);

const fenced = (language: string, text: string) => ['```' + language, text, '```'].join('\n');

/** The step as it stands in this file. */
export function workedStep(): string {
  const text = readFileSync(join(root, 'scripts/docs/worked-step.ts'), 'utf8');
  const [, source] = /\/\/ shown: step\n([\s\S]*?)\n\/\/ shown: end/.exec(text) ?? [];
  if (source === undefined)
    throw new Error('scripts/docs/worked-step.ts: expected the step between its marks');
  return fenced('ts', source);
}

/** What `Program.explain` says of it where it is compiled to WebAssembly. */
export function compiledStep(): string {
  const machine = new Machine();
  const regions = Object.entries(state).map(
    ([name, spec]) => [name, machine.keep(new Float32Array(sizeOf(spec)))] as const,
  );
  const compiled = machine.add(record(), new Map(regions));
  const numbers = Object.values(state).reduce((sum, spec) => sum + sizeOf(spec), 0);
  return fenced('text', explainStep(compiled, numbers));
}

/** The body of the TensorFlow function that it becomes. */
export function graphStep(): string {
  const { nodes, state: changed, outputs } = stepNodes(record(), false);
  const lines = printTable(nodes.map(({ name, op, input = [] }) => [name, op, input.join(', ')]));
  const results = Object.entries({ ...changed, ...outputs }).map(
    ([name, { reference }]) => `${name} = ${reference}`,
  );
  return fenced('text', [...lines, ...results].join('\n'));
}
