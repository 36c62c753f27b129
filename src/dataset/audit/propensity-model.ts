/** A model of which action was logged, cross-fitted: each half of the customers by a fit on the other half. */
import { amongFrequent, classShares, writeProbabilities, type LabelledRows } from '../../stats/class-shares';
import { fitMultinomialLogistic, predictedProbabilities } from '../../stats/multinomial-logistic';
import { reordered } from '../contacts/row-order';
import { encodeFeatures } from '../features/encode-features';
import { fitFeatures } from '../features/fit-features';
import { featureNames } from '../features/feature-names';
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

/** Places of the sample that are judged in a fold. */
function placesOf({ folds }: AuditInput, fold: number): Int32Array {
  return Int32Array.from(folds.keys()).filter((place) => folds[place] === fold);
}

/** Decisions at some places of the sample. */
function labelled({ decisions, sample, weights, log }: AuditInput, places: Int32Array): LabelledRows {
  const chosen = reordered(sample, places);
  // A mask that the log itself broke was not the company's.
  const allowed = decisions.barred.length > 0 ? null : decisions.allowed;
  return {
    ...{ labels: reordered(decisions.actions, chosen), weights: reordered(weights, chosen) },
    ...{
      allowed: allowed === null ? null : reordered(allowed, chosen, log.actions.length),
      classes: log.actions.length,
    },
  };
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
  const places = placesOf(input, 1 - fold);
  const known = labelled(input, places);
  const shares = classShares(known, Math.ceil(input.settings.fewestRows / 2));
  const classes = shares.frequent.length;
  if (classes < 2 || classes * width > MOST_COEFFICIENTS) return false;
  const problem = amongFrequent(shares, known);
  const model = fitMultinomialLogistic({
    ...{ ...problem, width, mostIterations: 40 },
    features: reordered(values, reordered(places, problem.rows), width),
  });
  const asked = placesOf(input, fold);
  const { labels, allowed } = labelled(input, asked);
  const guessed = predictedProbabilities(model, reordered(values, asked, width));
  const all = new Float64Array(known.classes);
  asked.forEach((place, i) => {
    writeProbabilities(shares, guessed, i, allowed, i, all);
    actions.forEach((action, index) => (probabilities[place * actions.length + index] = all[action]!));
    logged[place] = all[labels[i]!]!;
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
