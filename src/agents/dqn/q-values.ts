/** Q-values of a batch of observations by a program that has the step `act`. */
import * as tf from '@tensorflow/tfjs';
import type { Program } from '../../tensor/program';

/**
 * Rows that a program is given for so many observations. One that records keeps a recording for every number it has
 * seen, so that it is shown powers of two alone.
 */
export function actRows({ kind }: Pick<Program, 'kind'>, observations: number): number {
  return kind === 'eager' ? observations : 2 ** Math.ceil(Math.log2(Math.max(1, observations)));
}

/**
 * @param program      has the step `act`
 * @param observations [n, features] scaled
 * @returns [n, actions] scaled
 */
export async function actValues(
  program: Program,
  observations: Float32Array,
  features: number,
): Promise<Float32Array> {
  const count = observations.length / features;
  const rows = actRows(program, count);
  const padded = rows === count ? observations : new Float32Array(rows * features);
  if (padded !== observations) padded.set(observations);
  const inputs = program.upload({ observations: { values: padded, shape: [rows, features] } });
  const { qValues } = await program.run('act', inputs);
  const values = (await qValues!.data()) as Float32Array;
  tf.dispose([...Object.values(inputs), qValues!]);
  return rows === count ? values : values.slice(0, (values.length / rows) * count);
}
