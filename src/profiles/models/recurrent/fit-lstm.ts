/**
 * Trains memories on sequences: `rateLoss` of every step by Adam, batches of sequences about as long as each other, stopped
 * where customers who were held out say so. All that is random comes from the stream passed in.
 */
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { pause } from '../../../core/pause';
import type { Random } from '../../../core/random';
import { expectLength } from '../../../core/shape';
import { heldOutRows, shuffled } from '../../../stats/held-out';
import { rateLoss, rateLossOf } from '../rate-loss';
import { initialLstm, lstmSchema, lstmScores, type Lstm } from './lstm';
import { lstmLayers, lstmOf } from './lstm-layers';
import { expectSequences, padded, type LearnedSequences, type PaddedBatch } from './sequences';

export const lstmSettingsSchema = z
  .strictObject({
    units: z.int().positive().default(16).describe('of the memory'),
    learningRate: z.number().positive().default(0.01).describe('step size of Adam'),
    batchSize: z.int().positive().default(64).describe('sequences of one update'),
    members: z
      .int()
      .positive()
      .default(3)
      .describe('nets, each with a tenth of the customers held out of its own'),
    passes: z.int().positive().default(40).describe('passes over the sequences, at most'),
    patience: z
      .int()
      .positive()
      .default(5)
      .describe('passes without a gain on customers held out, then it ends'),
  })
  .readonly();
export type LstmSettings = z.infer<typeof lstmSettingsSchema>;

export const fittedLstmSchema = z
  .strictObject({
    lstm: lstmSchema,
    passes: z.int().nonnegative().describe('until the best one'),
    heldOutLoss: z.number().describe('of a sequence'),
  })
  .readonly();
export type FittedLstm = z.infer<typeof fittedLstmSchema>;

const MOST_GRADIENT_NORM = 1;

/** [kinds] ln of what came per exposure, over everybody; what never came counts as half of one. */
function meanScores({ kinds, exposure, came }: LearnedSequences): number[] {
  return Array.from({ length: kinds }, (_, kind) => {
    let [looked, total] = [0, 0];
    for (let i = kind; i < came.length; i += kinds) {
      looked += exposure[i]!;
      total += came[i]!;
    }
    return looked > 0 ? Math.log(Math.max(total, 0.5) / looked) : 0;
  });
}

/** Rows in batches of about equal length, in a random order. */
function batchesOf(
  { starts }: LearnedSequences,
  rows: Int32Array,
  size: number,
  random: Random,
): Int32Array[] {
  const lengthOf = (row: number) => starts[row + 1]! - starts[row]!;
  // Sorting is stable: among those of one length the order stays random.
  const ordered = shuffled(rows, random).sort((a, b) => lengthOf(a) - lengthOf(b));
  const count = Math.ceil(ordered.length / size);
  const order = shuffled(
    Int32Array.from({ length: count }, (_, i) => i),
    random,
  );
  return Array.from(order, (batch) => ordered.subarray(batch * size, (batch + 1) * size));
}

/** One step of Adam, the gradient clipped to a global norm. */
function update(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  batch: PaddedBatch,
  width: number,
  kinds: number,
): void {
  const { rows, steps } = batch;
  tf.tidy(() => {
    const features = tf.tensor3d(batch.features, [rows, steps, width]);
    const exposure = tf.tensor3d(batch.exposure, [rows, steps, kinds]);
    const came = tf.tensor3d(batch.came, [rows, steps, kinds]);
    // A layer's weight says that it is a tensor; it is the variable that is trained.
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { grads } = tf.variableGrads(() => {
      const scores = model.apply(features) as tf.Tensor;
      return tf.div<tf.Scalar>(rateLoss(scores, exposure, came).loss, rows);
    }, variables);
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    const factor = tf.div(MOST_GRADIENT_NORM, tf.maximum(tf.sqrt(tf.addN(squares)), MOST_GRADIENT_NORM));
    optimizer.applyGradients(
      Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)])),
    );
  });
}

/** Loss of a sequence, on the host. */
function lossOf(lstm: Lstm, sequences: LearnedSequences, rows: Int32Array): number {
  const { starts, kinds, width, features, exposure, came } = sequences;
  let loss = 0;
  for (const row of rows) {
    const [from, to] = [starts[row]!, starts[row + 1]!];
    const steps = features.subarray(from * width, to * width);
    lstmScores(lstm, { starts: Int32Array.of(0, to - from), features: steps }).forEach((score, i) => {
      loss += rateLossOf(score, exposure[from * kinds + i]!, came[from * kinds + i]!);
    });
  }
  return loss / rows.length;
}

async function fitMember(
  sequences: LearnedSequences,
  customer: ArrayLike<number>,
  { units, learningRate, batchSize, passes, patience }: LstmSettings,
  random: Random,
): Promise<FittedLstm> {
  const { width, kinds } = sequences;
  const { kept, heldOut } = heldOutRows(customer, random.fork('held-out'));
  const first = initialLstm(width, units, meanScores(sequences), random.fork('parameters'));
  const order = random.fork('order');
  const model = lstmLayers(first);
  const optimizer = tf.train.adam(learningRate);
  let best: FittedLstm = { lstm: first, passes: 0, heldOutLoss: lossOf(first, sequences, heldOut) };
  try {
    for (let pass = 1; pass <= passes && pass - best.passes <= patience; pass += 1) {
      for (const rows of batchesOf(sequences, kept, batchSize, order)) {
        update(model, optimizer, padded(sequences, rows), width, kinds);
        await pause();
      }
      const lstm = await lstmOf(model, first);
      const heldOutLoss = lossOf(lstm, sequences, heldOut);
      if (heldOutLoss < best.heldOutLoss) best = { lstm, passes: pass, heldOutLoss };
    }
  } finally {
    optimizer.dispose();
    model.dispose();
  }
  return best;
}

/**
 * @param customer [sequences] whose each is: those of one customer are held out together
 * @throws ShapeError if arrays do not belong together
 */
export async function fitLstms(
  sequences: LearnedSequences,
  customer: ArrayLike<number>,
  settings: LstmSettings,
  random: Random,
): Promise<readonly FittedLstm[]> {
  expectSequences(sequences);
  expectLength('customer', customer, sequences.starts.length - 1);
  const members: FittedLstm[] = [];
  for (let member = 0; member < settings.members; member += 1)
    members.push(await fitMember(sequences, customer, settings, random.fork(`member-${member}`)));
  return members;
}
