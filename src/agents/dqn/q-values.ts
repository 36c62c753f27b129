/** Q-values of a batch of observations by a program that has the step `act`. */
import * as tf from '@tensorflow/tfjs';
import type { Program } from '../../tensor/program';

/** Rows that a program is given at once: hidden layers of more would take memory for nothing. */
const MOST_ROWS = 2 ** 16;

/**
 * Rows that a program is given at once of so many observations. One that records keeps a recording for every number it
 * has seen, so that it is shown powers of two alone.
 */
export function actRows({ kind }: Pick<Program, 'kind'>, observations: number): number {
  const most = Math.min(MOST_ROWS, observations);
  return kind === 'eager' ? most : 2 ** Math.ceil(Math.log2(Math.max(1, most)));
}

/** The same for as many rows as a program is given at once. */
async function actOnce(
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
  const size = MOST_ROWS * features;
  const first = await actOnce(program, observations.subarray(0, size), features);
  if (observations.length <= size) return first;
  const values = new Float32Array((first.length / MOST_ROWS) * (observations.length / features));
  values.set(first);
  for (let done = MOST_ROWS; done * features < observations.length; done += MOST_ROWS) {
    const part = observations.subarray(done * features, (done + MOST_ROWS) * features);
    values.set(await actOnce(program, part, features), (done * first.length) / MOST_ROWS);
  }
  return values;
}
