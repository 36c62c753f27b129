/** A model of which action was logged, cross-fitted: each half of the customers by a fit on the other half. */
import { fitMultinomialLogistic, predictedProbabilities } from '../../stats/multinomial-logistic';
import { reordered } from '../contacts/row-order';
import { encodeFeatures } from '../features/encode-features';
import { fitFeatures } from '../features/fit-features';
import { featureNames } from '../features/fitted-features';
import type { AuditInput } from './audit-input';

export interface PropensityModel {
  /** Actions that were logged at all. */
  readonly actions: readonly number[];
  /** [m] place of the logged action in `actions`; -1 where it is none of them */
  readonly logged: Int32Array;
  /** [m, actions] estimated probability of each */
  readonly probabilities: Float64Array;
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

function rowsOfFold(folds: Uint8Array, fold: number, isIn: (place: number) => boolean): Int32Array {
  return Int32Array.from(folds.keys()).filter((place) => folds[place] === fold && isIn(place));
}

/**
 * Decisions that the calendar made are left out of the fit: they are no choice of the log.
 *
 * @returns null where there are fewer than two actions with enough decisions, or the fit would take too long
 */
export function propensityModel(input: AuditInput): PropensityModel | null {
  const { decisions, sample, folds, counts, settings } = input;
  const actions = counts.flatMap((count, action) => (count >= settings.fewestRows ? [action] : []));
  if (actions.length < 2 || decisions.made !== null || decisions.features.length === 0) return null;
  const { values, width } = encodedSample(input);
  if (actions.length * width > MOST_COEFFICIENTS) return null;
  const logged = Int32Array.from(sample, (i) => actions.indexOf(decisions.actions[i]!));
  const probabilities = new Float64Array(sample.length * actions.length);
  for (const fold of [0, 1]) {
    const known = rowsOfFold(folds, 1 - fold, (place) => logged[place]! >= 0);
    const asked = rowsOfFold(folds, fold, () => true);
    if (known.length === 0) return null;
    const model = fitMultinomialLogistic({
      ...{ features: reordered(values, known, width), width },
      ...{ labels: reordered(logged, known), classes: actions.length, mostIterations: 40 },
    });
    const guessed = predictedProbabilities(model, reordered(values, asked, width));
    asked.forEach((place, i) =>
      probabilities.set(
        guessed.subarray(i * actions.length, (i + 1) * actions.length),
        place * actions.length,
      ),
    );
  }
  return { actions, logged, probabilities };
}
