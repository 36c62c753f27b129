/** What is learned of a target from features, whichever way: plain data, that JSON holds. */
import { z } from 'zod';
import type { Random } from '../../core/random';
import { ridgeOf } from '../../stats/ridge';
import { binFeatures } from './bins';
import { forestSchema, forestValues, growForest, tellNobody, type TellGrown } from './forest';
import { fitLinearSvm, fitPlatt } from './linear-svm';
import { fitLogistic, linearScores, sigmoid } from './logistic';
import { growTree, treeSchema, treeValues } from './tree';

const coefficients = z.array(z.number()).min(2).readonly().describe('the last one is the intercept');

export const learnedSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('logistic'), coefficients }),
    z.strictObject({
      kind: z.literal('svm'),
      coefficients,
      platt: z.tuple([z.number(), z.number()]).readonly(),
    }),
    z.strictObject({ kind: z.literal('linear'), coefficients }),
    z.strictObject({ kind: z.literal('tree'), tree: treeSchema }),
    z.strictObject({ kind: z.literal('forest'), forest: forestSchema }),
  ])
  .readonly();
export type Learned = z.infer<typeof learnedSchema>;
/** logistic and svm learn targets of 0 and 1, linear amounts, tree and forest either. */
export type Method = Learned['kind'];

export const learnerSettingsSchema = z
  .strictObject({
    ridge: z
      .number()
      .positive()
      .default(1)
      .describe('penalty of logistic, svm and linear, by the sum of the losses'),
    treeDepth: z.int().positive().default(5).describe('questions of a tree on the way to a leaf, at most'),
    treeLeastRows: z.int().positive().default(20).describe('rows of a leaf of a tree, at least'),
    forestTrees: z.int().positive().default(200).describe('trees of a forest'),
    forestDepth: z.int().positive().default(12).describe('as treeDepth'),
    forestLeastRows: z.int().positive().default(5).describe('as treeLeastRows'),
  })
  .readonly();
export type LearnerSettings = z.infer<typeof learnerSettingsSchema>;

export interface Lesson {
  /** [rows, width] of comparable scale, without NaN */
  readonly features: Float64Array;
  readonly width: number;
  /** [rows] */
  readonly target: Float64Array;
}

const PLATT_FOLDS = 3;

function learnSvm({ features, width, target }: Lesson, ridge: number): Learned {
  const scores = new Float64Array(target.length);
  for (let fold = 0; fold < PLATT_FOLDS; fold += 1) {
    const inFold = (row: number) => row % PLATT_FOLDS === fold;
    const fitted = fitLinearSvm({
      ...{ width, ridge },
      features: features.filter((_, at) => !inFold(Math.floor(at / width))),
      target: target.filter((_, row) => !inFold(row)),
    });
    linearScores(fitted, features).forEach((score, row) => {
      if (inFold(row)) scores[row] = score;
    });
  }
  const platt = fitPlatt(scores, target);
  return { kind: 'svm', coefficients: [...fitLinearSvm({ features, width, target, ridge })], platt };
}

function learnLinear({ features, width, target }: Lesson, ridge: number): Learned {
  const rows = Int32Array.from(target, (_, row) => row);
  const weights = new Float64Array(target.length).fill(1);
  return {
    kind: 'linear',
    coefficients: [...ridgeOf({ features, width, rows, weights, ridge }).fit(target)],
  };
}

function learnForest(
  { features, width, target }: Lesson,
  settings: LearnerSettings,
  random: Random,
  tell: TellGrown,
): Learned {
  const labels = target.every((value) => value === 0 || value === 1);
  const forest = growForest(
    binFeatures(features, width),
    target,
    {
      trees: settings.forestTrees,
      depth: settings.forestDepth,
      leastRows: settings.forestLeastRows,
      // Breiman's: the root of their number for labels, a third of it for amounts.
      featuresPerCut: Math.ceil(labels ? Math.sqrt(width) : width / 3),
    },
    random,
    tell,
  );
  return { kind: 'forest', forest };
}

/** @param random of forests alone @param tell of forests alone, which take minutes of many rows. @default nobody is told */
export function learn(
  method: Method,
  lesson: Lesson,
  settings: LearnerSettings,
  random: Random,
  tell = tellNobody,
): Learned {
  const { features, width, target } = lesson;
  const { ridge, treeDepth, treeLeastRows } = settings;
  switch (method) {
    case 'logistic':
      return { kind: method, coefficients: [...fitLogistic({ features, width, target, ridge })] };
    case 'svm':
      return learnSvm(lesson, ridge);
    case 'linear':
      return learnLinear(lesson, ridge);
    case 'tree': {
      const rows = Int32Array.from(target, (_, row) => row);
      const tree = { depth: treeDepth, leastRows: treeLeastRows, featuresPerCut: width };
      return { kind: method, tree: growTree(binFeatures(features, width), target, rows, tree, random) };
    }
    case 'forest':
      return learnForest(lesson, settings, random, tell);
  }
}

/** @param features [rows, width] @returns [rows] probabilities, or amounts */
export function expected(learned: Learned, features: Float64Array, width: number): Float64Array {
  switch (learned.kind) {
    case 'logistic':
      return linearScores(learned.coefficients, features).map(sigmoid);
    case 'svm': {
      const [slope, intercept] = learned.platt;
      return linearScores(learned.coefficients, features).map((score) => sigmoid(slope * score + intercept));
    }
    case 'linear':
      return linearScores(learned.coefficients, features);
    case 'tree':
      return treeValues(learned.tree, features, width);
    case 'forest':
      return forestValues(learned.forest, features, width);
  }
}
