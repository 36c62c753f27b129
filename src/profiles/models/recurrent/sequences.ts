/** Customers as rows of steps, a row as long as it is. */
import { expectLength } from '../../../core/shape';

export interface Sequences {
  /** [sequences + 1] where the steps of each begin, and where the last one's end; none is empty */
  readonly starts: Int32Array;
  readonly width: number;
  /** [steps, width] */
  readonly features: Float32Array;
}

/** What came after each step, of one or more kinds: see `rateLoss`. */
export interface SequenceTargets {
  readonly kinds: number;
  /** [steps, kinds] 0 where nothing was looked at */
  readonly exposure: Float32Array;
  /** [steps, kinds] from 0 on */
  readonly came: Float32Array;
}

export type LearnedSequences = Sequences & SequenceTargets;

/** @throws ShapeError unless arrays are as long as the steps */
export function expectSequences({ starts, width, features, kinds, exposure, came }: LearnedSequences): void {
  const steps = starts.at(-1) ?? 0;
  expectLength('features', features, steps * width);
  expectLength('exposure', exposure, steps * kinds);
  expectLength('came', came, steps * kinds);
}

/** Some sequences, each filled up to the longest of them by steps of zeros after its last one. */
export interface PaddedBatch {
  readonly rows: number;
  readonly steps: number;
  /** [rows, steps, width] */
  readonly features: Float32Array;
  /** [rows, steps, kinds] */
  readonly exposure: Float32Array;
  /** [rows, steps, kinds] */
  readonly came: Float32Array;
}

export function padded(sequences: LearnedSequences, rows: Int32Array): PaddedBatch {
  const { starts, width, kinds } = sequences;
  const steps = rows.reduce((most, row) => Math.max(most, starts[row + 1]! - starts[row]!), 0);
  const fill = (values: Float32Array, columns: number) => {
    const result = new Float32Array(rows.length * steps * columns);
    rows.forEach((row, i) =>
      result.set(values.subarray(starts[row]! * columns, starts[row + 1]! * columns), i * steps * columns),
    );
    return result;
  };
  return {
    ...{ rows: rows.length, steps, features: fill(sequences.features, width) },
    ...{ exposure: fill(sequences.exposure, kinds), came: fill(sequences.came, kinds) },
  };
}
