/**
 * Which action the company chose with which probability, estimated where the log does not say: b(a | s), cross-fitted by
 * unit. Right where nothing outside the features decided (A2) and the model can show how they did (A3). Masks are
 * kept to within the fit, rows of a thinned log are undone to the company's own decisions, and actions too rare for a fit
 * get their share, all as in the audit's propensity model.
 *
 * @see Rosenbaum & Rubin (1983), The central role of the propensity score, https://doi.org/10.1093/biomet/70.1.41
 */
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';
import { reordered } from '../../dataset/contacts/row-order';
import { classShares, writeProbabilities, type ClassShares } from '../../stats/class-shares';
import { fitBehaviour, type BehaviourFit, type FitRows } from './behaviour-fit';
import { decisionsInside, decisionsOf, sampledUnits, unitsOutside, type Folds } from './folds';
import type { Histories } from './histories';

export interface BehaviourProblem {
  readonly histories: Pick<Histories, 'starts' | 'actionCount' | 'actions' | 'sampleWeights'>;
  /** [n, width] encoded features, of comparable scale; width may be 0 */
  readonly features: Float32Array;
  readonly width: number;
  /** [n, actions] 1 where an action was allowed; null where each was */
  readonly allowed: Uint8Array | null;
  readonly folds: Folds;
}

export interface BehaviourModel {
  /** [n, actions] probability of each action, fitted without the decision's own unit; each row sums to 1 */
  readonly probabilities: Float64Array;
  /** [folds] what judged each fold */
  readonly fits: readonly (Pick<BehaviourFit, 'kind' | 'temperature'> & { readonly decisions: number })[];
  /** Whether the mask was kept to; false where there is none, or the log itself broke it, so that it is not the company's. */
  readonly isMasked: boolean;
}

/** Decisions of a fit at most, of a random sample of units: more take longer, and a model so small learns no more of them. */
const MOST_DECISIONS = 50_000;
/** Decisions of an action for a fit, those of a half of the audit's 30. */
const FEWEST_DECISIONS = 15;
/** Decisions whose features are copied at once. */
const CHUNK = 8192;

/** Whether each logged action was allowed. */
function keepsTo({ actions, actionCount }: BehaviourProblem['histories'], allowed: Uint8Array): boolean {
  return actions.every((action, i) => allowed[i * actionCount + action] === 1);
}

/** Features of some decisions, which need not be rows of each other; without any, one that is always 0. */
function featuresOf({ features, width }: BehaviourProblem, decisions: Int32Array): Float32Array {
  return width === 0 ? new Float32Array(decisions.length) : reordered(features, decisions, width);
}

function fitRows(problem: BehaviourProblem, units: Int32Array): FitRows {
  const { histories, allowed, width } = problem;
  const { starts, actions, actionCount, sampleWeights } = histories;
  const decisions = decisionsOf(histories, units);
  const owners = new Int32Array(decisions.length);
  let place = 0;
  for (const unit of units)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1, place += 1) owners[place] = unit;
  return {
    ...{
      features: featuresOf(problem, decisions),
      width: Math.max(1, width),
      units: owners,
      classes: actionCount,
    },
    labels: reordered(actions, decisions),
    weights: reordered(sampleWeights, decisions),
    allowed: allowed && reordered(allowed, decisions, actionCount),
  };
}

function judge(
  problem: BehaviourProblem,
  fold: number,
  shares: ClassShares,
  fit: BehaviourFit,
  probabilities: Float64Array,
): void {
  const { actionCount } = problem.histories;
  const decisions = decisionsInside(problem.histories, problem.folds, fold);
  for (let from = 0; from < decisions.length; from += CHUNK) {
    const chunk = decisions.subarray(from, from + CHUNK);
    const guessed = fit.probabilities(featuresOf(problem, chunk));
    chunk.forEach((decision, place) => {
      const into = probabilities.subarray(decision * actionCount, (decision + 1) * actionCount);
      writeProbabilities(shares, guessed, place, problem.allowed, decision, into);
    });
  }
}

/**
 * The model is chosen and tempered by a fifth of the units of the fit.
 *
 * @param random stream of the fits
 * @throws ShapeError if features or masks do not belong to the decisions
 */
export function behaviourModel(given: BehaviourProblem, random: Random): BehaviourModel {
  const { histories, features, width, allowed, folds } = given;
  const { actions, actionCount } = histories;
  expectLength('features', features, actions.length * width);
  if (allowed !== null) expectLength('allowed', allowed, actions.length * actionCount);
  const isMasked = allowed !== null && keepsTo(histories, allowed);
  const problem = { ...given, allowed: isMasked ? allowed : null };
  const probabilities = new Float64Array(actions.length * actionCount);
  const fits = Array.from({ length: folds.count }, (_, fold) => {
    const stream = random.fork(`fold-${fold}`);
    const units = sampledUnits(histories, unitsOutside(folds, fold), MOST_DECISIONS, stream.fork('units'));
    const fifth = Math.floor(units.length / 5);
    const known = fitRows(problem, units.subarray(fifth));
    const heldOut = fitRows(problem, units.subarray(0, fifth));
    const shares = classShares(known, FEWEST_DECISIONS);
    const fit = fitBehaviour(shares, known, heldOut, stream);
    judge(problem, fold, shares, fit, probabilities);
    const { kind, temperature } = fit;
    return { kind, temperature, decisions: known.labels.length + heldOut.labels.length };
  });
  return { probabilities, fits, isMasked };
}
