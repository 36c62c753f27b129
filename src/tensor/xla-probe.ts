/** Proof that XLA compiles here what updates are made of, before a long run depends on it. */
import * as tf from '@tensorflow/tfjs';
import { GraphProgram } from './graph-program';
import type { ProgramStep } from './program';

/** A product, a concatenation and a state that changes: value [2] ← (value · amount, sum of value). */
const step: ProgramStep = ({ value }, { amount }) => {
  const scaled = tf.reshape(tf.matMul(tf.reshape(value!, [2, 1]), tf.reshape(amount!, [1, 1])), [2]);
  const joined = tf.concat([tf.slice(scaled, [0], [1]), tf.reshape(tf.sum(value!), [1])]);
  return { state: { value: joined }, outputs: {} };
};

/** Compiles a loop over two rows and runs it. @returns why XLA cannot be used; null if it can */
export async function xlaRefusal(): Promise<string | null> {
  const program = new GraphProgram({ step }, { value: tf.tensor1d([1, 2]) }, { compile: ['step'] });
  const amount = tf.tensor1d([3, 5]);
  try {
    // (1, 2) → (3, 3) → (15, 6)
    await program.scan('step', { amount }, { from: 0, to: 2 });
    const value = Array.from((await program.readState()).value!);
    return value.join() === '15,6' ? null : `a step that gives 15, 6 gave ${value.join(', ')}`;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!;
  } finally {
    amount.dispose();
    program.dispose();
  }
}
