/** A model of which action was logged, cross-fitted: each half of the customers by a fit on the other half. */
import { fitMultinomialLogistic, predictedProbabilities } from '../../stats/multinomial-logistic';
import { reordered } from '../contacts/row-order';
import { encodeFeatures } from '../features/encode-features';
import { fitFeatures } from '../features/fit-features';
import { featureNames } from '../features/fitted-features';
import type { AuditInput } from './audit-input';

export interface PropensityModel {
  /** Actions that were logged often enough to be judged. */
  readonly actions: readonly number[];
  /** [m, actions] estimated probability of each */
  readonly probabilities: Float64Array;
  /** [m] estimated probability of the action that was logged, however rare it is */
  readonly logged: Float64Array;
}

/** Most actions times numbers of the features: beyond it a fit would take minutes. */
const MOST_COEFFICIENTS = 20_000;

/** [m, width] features of the sample as a network would see them. */
function encodedSample({ decisions, sample }: AuditInput) {
  const { features, times } = decisions;
  const fitted = fitFeatures(features, sample, times);
  const table = new Map(features.map((column) => [column.name, column]));
  const values = encodeFeatures(fitted, table, sample, times, (row) => `decision ${row}`);
  return { values: Float64Array.from(values), width: featureNames(fitted).length };
}

interface FoldCounts {
  /** Places in the sample. */
  readonly places: Int32Array;
  /** [actions] decisions */
  readonly counts: Float64Array;
  /** [actions] decisions of the company's that one of the log stands for, on average */
  readonly weights: Float64Array;
}

function foldCounts(
  { decisions, sample, folds, counts: all, weights }: AuditInput,
  fold: number,
): FoldCounts {
  const places = Int32Array.from(folds.keys()).filter((place) => folds[place] === fold);
  const counts = new Float64Array(all.length);
  const sums = new Float64Array(all.length);
  let total = 0;
  for (const place of places) {
    const decision = sample[place]!;
    counts[decisions.actions[decision]!]! += 1;
    sums[decisions.actions[decision]!]! += weights[decision]!;
    total += weights[decision]!;
  }
  return {
    ...{ places, counts },
    weights: sums.map((sum, action) =>
      counts[action] === 0 ? total / places.length : sum / counts[action]!,
    ),
  };
}

/**
 * Shares of the actions too rare for a fit, by their counts with one more each, so that none is impossible.
 *
 * @returns [actions] 0 for those of the fit
 */
function rareShares({ counts, places }: FoldCounts, classes: readonly number[]): Float64Array {
  const isFitted = new Set(classes);
  const rare = [...counts.keys()].filter((action) => !isFitted.has(action));
  const total = places.length + rare.length;
  const shares = new Float64Array(counts.length);
  for (const action of rare) shares[action] = (counts[action]! + 1) / total;
  return shares;
}

/**
 * Nothing of the half that is judged is known to its probabilities, not even which actions are frequent in it: they are
 * those of one choice among all actions, so none can foretell better, on average, than the probabilities that chose.
 *
 * @param model whose places of the fold are written
 * @returns false where no fit is to be had
 */
function judgeFold(
  input: AuditInput,
  { values, width }: ReturnType<typeof encodedSample>,
  fold: number,
  { actions, probabilities, logged }: PropensityModel,
): boolean {
  const { decisions, sample, settings, log } = input;
  const known = foldCounts(input, 1 - fold);
  const { places: asked } = foldCounts(input, fold);
  const classes = [...known.counts.keys()].filter(
    (action) => known.counts[action]! >= Math.ceil(settings.fewestRows / 2),
  );
  if (classes.length < 2 || classes.length * width > MOST_COEFFICIENTS) return false;
  const classOf = new Map(classes.map((action, index) => [action, index]));
  const fitted = known.places.filter((place) => classOf.has(decisions.actions[sample[place]!]!));
  const model = fitMultinomialLogistic({
    ...{ features: reordered(values, fitted, width), width, classes: classes.length, mostIterations: 40 },
    labels: Int32Array.from(fitted, (place) => classOf.get(decisions.actions[sample[place]!]!)!),
  });
  const guessed = predictedProbabilities(model, reordered(values, asked, width));
  const rare = rareShares(known, classes);
  const frequent = 1 - rare.reduce((sum, share) => sum + share, 0);
  // A mask that the log itself broke was not the company's.
  const allowed = decisions.barred.length > 0 ? null : decisions.allowed;
  const all = new Float64Array(log.actions.length);
  asked.forEach((place, i) => {
    const decision = sample[place]!;
    all.set(rare);
    classes.forEach((action, index) => (all[action] = frequent * guessed[i * classes.length + index]!));
    let sum = 0;
    for (let action = 0; action < all.length; action += 1) {
      // What was left out of the log was chosen all the same.
      all[action]! *= known.weights[action]! * (allowed?.[decision * all.length + action] ?? 1);
      sum += all[action]!;
    }
    actions.forEach((action, index) => (probabilities[place * actions.length + index] = all[action]! / sum));
    logged[place] = all[decisions.actions[decision]!]! / sum;
  });
  return true;
}

/**
 * Decisions that the calendar made are left out of the fit: they are no choice of the log.
 *
 * @returns null where there are fewer than two actions with enough decisions, or the fit would take too long
 */
export function propensityModel(input: AuditInput): PropensityModel | null {
  const { decisions, sample, counts, settings } = input;
  const actions = counts.flatMap((count, action) => (count >= settings.fewestRows ? [action] : []));
  if (actions.length < 2 || decisions.made !== null || decisions.features.length === 0) return null;
  const encoded = encodedSample(input);
  const model = {
    ...{ actions, logged: new Float64Array(sample.length) },
    probabilities: new Float64Array(sample.length * actions.length),
  };
  return [0, 1].every((fold) => judgeFold(input, encoded, fold, model)) ? model : null;
}
