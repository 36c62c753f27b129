/**
 * Which action the company chose with which probability, estimated where the log does not say: b(a | s), cross-fitted by
 * unit. Right where nothing outside the features decided (A2) and the model can show how they did (A3). Masks are
 * kept to within the fit, rows of a thinned log are undone to the company's own decisions, and actions too rare for a fit
 * get their share, all as in the audit's propensity model.
 *
 * @see Rosenbaum & Rubin (1983), The central role of the propensity score, https://doi.org/10.1093/biomet/70.1.41
 */
import type { Random } from '../../core/random';
import { reordered } from '../../dataset/contacts/row-order';
import { classProbabilities, type ClassModel } from '../../stats/class-model';
import {
  behaviourOfUnits,
  expectChoices,
  featuresOf,
  keepsTo,
  type LoggedChoices,
} from './behaviour-of-units';
import { decisionsInside, unitsOutside, type Folds } from './folds';

export interface BehaviourProblem extends LoggedChoices {
  readonly folds: Folds;
}

export interface BehaviourModel {
  /** [n, actions] probability of each action, fitted without the decision's own unit; each row sums to 1 */
  readonly probabilities: Float64Array;
  /** [folds] what judged each fold */
  readonly fits: readonly (Pick<ClassModel, 'kind' | 'temperature'> & { readonly decisions: number })[];
  /** Whether the mask was kept to; false where there is none, or the log itself broke it, so that it is not the company's. */
  readonly isMasked: boolean;
}

/** Decisions whose features are copied at once. */
const CHUNK = 8192;

function judge(
  problem: BehaviourProblem,
  fold: number,
  model: ClassModel,
  probabilities: Float64Array,
): void {
  const { histories, folds, allowed } = problem;
  const { actionCount } = histories;
  const decisions = decisionsInside(histories, folds, fold);
  for (let from = 0; from < decisions.length; from += CHUNK) {
    const chunk = decisions.subarray(from, from + CHUNK);
    const masks = allowed && reordered(allowed, chunk, actionCount);
    const guessed = classProbabilities(model, featuresOf(problem, chunk), masks);
    chunk.forEach((decision, place) => {
      const own = guessed.subarray(place * actionCount, (place + 1) * actionCount);
      probabilities.set(own, decision * actionCount);
    });
  }
}

/**
 * @param random stream of the fits
 * @throws ShapeError if features or masks do not belong to the decisions
 */
export function behaviourModel(given: BehaviourProblem, random: Random): BehaviourModel {
  expectChoices(given);
  const { histories, allowed, folds } = given;
  const { actions, actionCount } = histories;
  const isMasked = allowed !== null && keepsTo(histories, allowed);
  const problem = { ...given, allowed: isMasked ? allowed : null };
  const probabilities = new Float64Array(actions.length * actionCount);
  const fits = Array.from({ length: folds.count }, (_, fold) => {
    const units = unitsOutside(folds, fold);
    const { model, decisions } = behaviourOfUnits(problem, units, random.fork(`fold-${fold}`));
    judge(problem, fold, model, probabilities);
    const { kind, temperature } = model;
    return { kind, temperature, decisions };
  });
  return { probabilities, fits, isMasked };
}
