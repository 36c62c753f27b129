/** Proof that a backend trains: one gradient step of a linear model, checked against the number worked out by hand. */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from './eager-program';
import type { ProgramStep } from './program';
import { WasmProgram } from './wasm-program';

/**
 * Two rows of three features, all weights 1: predictions 3 and 4, targets 5 and 3, so errors −2 and 1. The gradient of
 * half the squared error is −2·(1, 2, 0) + 1·(0, 1, 3) = (−2, −3, 3), and a step of size .5 leads to (2, 2.5, −.5).
 */
const learn: ProgramStep = ({ weights }, { input, target }) => {
  const errors = tf.sub(tf.matMul(input!, weights!), target!);
  const gradient = tf.matMul(input!, errors, true, false);
  return { state: { weights: tf.sub(weights!, tf.mul(gradient, 0.5)) }, outputs: {} };
};

/** Runs the step: on wasm as trainings do, on native TensorFlow without the time that recording a graph takes. */
export async function probeTraining(): Promise<boolean> {
  const Kind = tf.getBackend() === 'wasm' ? WasmProgram : EagerProgram;
  const program = new Kind({ learn }, { weights: tf.ones([3, 1]) });
  const inputs = program.upload({
    input: { values: Float32Array.of(1, 2, 0, 0, 1, 3), shape: [2, 3] },
    target: { values: Float32Array.of(5, 3), shape: [2, 1] },
  });
  try {
    tf.dispose(await program.run('learn', inputs));
    const { weights } = await program.readState();
    return [2, 2.5, -0.5].every((expected, i) => weights![i] === expected);
  } finally {
    tf.dispose(Object.values(inputs));
    program.dispose();
  }
}
