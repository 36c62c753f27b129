/** Proof that XLA compiles here, before a long run depends on it. */
import * as tf from '@tensorflow/tfjs';
import { GraphProgram } from './graph-program';
import type { ProgramStep } from './program';

const double: ProgramStep = ({ value }) => ({ state: { value: tf.mul(value!, 2) }, outputs: {} });

/** Compiles and runs a step of one operation. @returns why XLA cannot be used; null if it can */
export async function xlaRefusal(): Promise<string | null> {
  const program = new GraphProgram({ double }, { value: tf.scalar(3) }, { compile: ['double'] });
  try {
    await program.run('double', {});
    const { value } = await program.readState();
    return value?.[0] === 6 ? null : `3 doubled gave ${value?.[0]}`;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!;
  } finally {
    program.dispose();
  }
}
