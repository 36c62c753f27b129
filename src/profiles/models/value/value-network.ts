/**
 * Lifetime value by a feed-forward net: what customers will spend a week, by what is known of them. It knows the weeks that it
 * was fitted to; that customers go on spending at that pace beyond them is assumed. Trained by our own programs on whatever backend is active; each net is stopped where customers who were held out say so.
 */
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import { expectLength } from '../../../core/shape';
import { heldOutRows, shuffled } from '../../../stats/held-out';
import { createProgram } from '../../../tensor/create-program';
import { initialLayers, type Layer } from '../../../tensor/learning/layers';
import type { Program } from '../../../tensor/program';
import type { FeatureTable } from '../feature-table';
import { applyPreparation, fitPreparation, preparationSchema } from '../preparation';
import { rateLossOf } from '../rate-loss';
import { denseScores } from './dense-scores';
import type { ValueExamples } from './value-features';
import { initialState, learnStep, valueLayers } from './value-network-steps';

export const valueNetworkSettingsSchema = z
  .strictObject({
    hiddenLayers: z.array(z.int().positive()).default([32, 16]).describe('units of the hidden layers'),
    learningRate: z.number().positive().default(0.003).describe('step size of Adam'),
    batchSize: z.int().positive().default(64).describe('rows of one update'),
    members: z
      .int()
      .positive()
      .default(5)
      .describe('nets, each with a tenth of the customers held out of its own'),
    passes: z.int().positive().default(100).describe('passes over the rows, at most'),
    patience: z
      .int()
      .positive()
      .default(10)
      .describe('passes without a gain on customers held out, then it ends'),
  })
  .readonly();
export type ValueNetworkSettings = z.infer<typeof valueNetworkSettingsSchema>;

const memberSchema = z
  .strictObject({
    parameters: z.array(z.number()).readonly().describe('flat, layer by layer: kernel, then bias'),
    passes: z.int().nonnegative().describe('until the best one'),
    heldOutLoss: z.number().describe('mean of w e^s - y s over w weeks, with y in mean weekly spends'),
  })
  .readonly();

export const valueNetworkSchema = z
  .strictObject({
    preparation: preparationSchema,
    hiddenLayers: z.array(z.int().positive()).readonly(),
    weeklySpend: z.number().positive().describe('mean, account currency; a score of 0 says it'),
    members: z.array(memberSchema).min(1).readonly().describe('nets whose predictions are averaged'),
  })
  .readonly();
export type ValueNetwork = z.infer<typeof valueNetworkSchema>;

interface Rows {
  /** [rows, width] scaled */
  readonly features: Float32Array;
  /** [rows] of each period */
  readonly weeks: Float32Array;
  /** [rows] spent in it, in mean spends of a week */
  readonly came: Float32Array;
}

/** Some rows, in the order that is asked for. */
function rowsOf({ features, weeks, came }: Rows, rows: Int32Array): Rows {
  const width = features.length / came.length;
  const own = new Float32Array(rows.length * width);
  rows.forEach((row, i) => own.set(features.subarray(row * width, (row + 1) * width), i * width));
  const pick = (column: Float32Array) => Float32Array.from(rows, (row) => column[row]!);
  return { features: own, weeks: pick(weeks), came: pick(came) };
}

/** One pass: every full batch of the rows. */
async function learnPass(
  program: Program,
  { features, weeks, came }: Rows,
  batchSize: number,
): Promise<void> {
  const batches = Math.floor(came.length / batchSize);
  const width = features.length / came.length;
  const rows = batches * batchSize;
  const inputs = program.upload({
    features: { values: features.slice(0, rows * width), shape: [batches, batchSize, width] },
    weeks: { values: weeks.slice(0, rows), shape: [batches, batchSize] },
    came: { values: came.slice(0, rows), shape: [batches, batchSize] },
  });
  try {
    tf.dispose(Object.values(await program.scan('learn', inputs, { from: 0, to: batches })));
  } finally {
    tf.dispose(Object.values(inputs));
  }
}

function meanLoss(
  layers: readonly Layer[],
  parameters: ArrayLike<number>,
  { features, weeks, came }: Rows,
): number {
  const scores = denseScores(layers, parameters, features);
  return (
    scores.reduce((sum, score, row) => sum + rateLossOf(score, weeks[row]!, came[row]!), 0) / scores.length
  );
}

interface Best {
  readonly loss: number;
  readonly pass: number;
  readonly parameters: Float32Array;
}

async function trained(
  layers: readonly Layer[],
  { kept, heldOut }: { readonly kept: Rows; readonly heldOut: Rows },
  { learningRate, batchSize, passes, patience }: ValueNetworkSettings,
  random: Random,
): Promise<Best> {
  const first = initialLayers(layers, random.fork('parameters'));
  const program = createProgram({ learn: learnStep(layers, learningRate) }, initialState(first));
  const order = random.fork('order');
  const batch = Math.min(batchSize, kept.came.length);
  const all = Int32Array.from(kept.came.keys());
  let best: Best = { loss: meanLoss(layers, first, heldOut), pass: 0, parameters: first };
  try {
    for (let pass = 1; pass <= passes && pass - best.pass <= patience; pass += 1) {
      await learnPass(program, rowsOf(kept, shuffled(all, order)), batch);
      const { parameters } = await program.readState();
      const loss = meanLoss(layers, parameters!, heldOut);
      if (loss < best.loss) best = { loss, pass, parameters: parameters! };
    }
  } finally {
    program.dispose();
  }
  return best;
}

/** @throws InputError where nobody spent anything */
export async function fitValueNetwork(
  { table, spend, weeks, customer }: ValueExamples,
  settings: ValueNetworkSettings,
  random: Random,
): Promise<ValueNetwork> {
  for (const [name, column] of Object.entries({ spend, weeks, customer }))
    expectLength(name, column, table.rows);
  const total = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0);
  const weeklySpend = total(spend) / total(weeks);
  if (!(weeklySpend > 0))
    throw new InputError(
      `lifetime value: expected customers who spent something, got none among ${table.rows}`,
    );
  const preparation = fitPreparation(table);
  const rows = {
    features: Float32Array.from(applyPreparation(preparation, table)),
    weeks: Float32Array.from(weeks),
    came: Float32Array.from(spend, (value) => value / weeklySpend),
  };
  const layers = valueLayers(table.names.length, settings.hiddenLayers);
  const members: z.infer<typeof memberSchema>[] = [];
  for (let member = 0; member < settings.members; member += 1) {
    const own = random.fork(`member-${member}`);
    const { kept, heldOut } = heldOutRows(customer, own.fork('held-out'));
    const parts = { kept: rowsOf(rows, kept), heldOut: rowsOf(rows, heldOut) };
    const { loss, pass, parameters } = await trained(layers, parts, settings, own);
    members.push({ parameters: [...parameters], passes: pass, heldOutLoss: loss });
  }
  return { preparation, hiddenLayers: settings.hiddenLayers, weeklySpend, members };
}

/**
 * [rows] What each is expected to spend within some weeks, account currency.
 *
 * @throws InputError for a table of other columns
 */
export function applyValueNetwork(network: ValueNetwork, table: FeatureTable, weeks: number): Float64Array {
  const { preparation, hiddenLayers, weeklySpend, members } = network;
  const layers = valueLayers(table.names.length, hiddenLayers);
  const inputs = Float32Array.from(applyPreparation(preparation, table));
  const spend = new Float64Array(table.rows);
  for (const { parameters } of members)
    denseScores(layers, parameters, inputs).forEach((score, row) => {
      spend[row]! += (weeks * weeklySpend * Math.exp(score)) / members.length;
    });
  return spend;
}
