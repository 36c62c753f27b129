/**
 * How good probabilities of the logged action are, logged or estimated: how well they foretell it, whether what they say
 * comes about, and how small they get. Whether weights by them have the mean they should is the audit's to say
 * (`dataset/audit/propensity-means.ts`).
 */
import { expectLength } from '../../core/shape';
import { calibrationOf, type CalibrationBin } from './calibration';
import type { Histories } from './histories';

export interface ActionCalibration {
  /** Share of the decisions, as many as each stands for. */
  readonly share: number;
  /** Smallest probability where the action was possible at all; null where it never was. */
  readonly least: number | null;
  /** Share of the decisions where it was possible but below the floor. */
  readonly belowFloor: number;
  readonly bins: readonly CalibrationBin[];
}

export interface PropensityCard {
  /** Mean of -log b(a | s) of the logged action. */
  readonly logLoss: number;
  /** The same by the shares of the actions alone: a model that is not below it has learned nothing of the features. */
  readonly marginalLogLoss: number;
  /** Smallest probability of a logged action: 1 / it is the largest weight that a policy can give. */
  readonly least: number;
  /** Share of the decisions whose logged action was below the floor. */
  readonly belowFloor: number;
  /**
   * Mean over actions of Σ_bins (share of the bin) × |observed - predicted|; null where only the logged action's
   * probability is known.
   *
   * @see Kull et al. (2019), Beyond temperature scaling, https://arxiv.org/abs/1910.12656 (classwise ECE)
   */
  readonly expectedCalibrationError: number | null;
  /** [actions]; null where only the logged action's probability is known */
  readonly actions: readonly ActionCalibration[] | null;
}

export type CardHistories = Pick<
  Histories,
  'units' | 'starts' | 'actionCount' | 'actions' | 'propensities' | 'actionPropensities' | 'sampleWeights'
>;

/** [actions] share of the decisions, as many as each stands for */
function actionShares({ actions, actionCount, sampleWeights }: CardHistories): Float64Array {
  const shares = new Float64Array(actionCount);
  let total = 0;
  actions.forEach((action, i) => {
    shares[action]! += sampleWeights[i]!;
    total += sampleWeights[i]!;
  });
  return shares.map((sum) => sum / total);
}

function ofLogged({ propensities, sampleWeights }: CardHistories, floor: number) {
  let [loss, below, total, least] = [0, 0, 0, 1];
  for (let i = 0; i < propensities.length; i += 1) {
    const [p, weight] = [propensities[i]!, sampleWeights[i]!];
    loss -= weight * Math.log(p);
    if (p < floor) below += weight;
    if (p < least) least = p;
    total += weight;
  }
  return { logLoss: loss / total, belowFloor: below / total, least };
}

/** [n] probability of one action */
function columnOf(all: Float64Array, actionCount: number, action: number): Float64Array {
  return Float64Array.from({ length: all.length / actionCount }, (_, i) => all[i * actionCount + action]!);
}

function ofAction(histories: CardHistories, all: Float64Array, action: number, floor: number) {
  const { actions, actionCount, sampleWeights } = histories;
  const probabilities = columnOf(all, actionCount, action);
  let [below, total, least] = [0, 0, Infinity];
  probabilities.forEach((p, i) => {
    total += sampleWeights[i]!;
    if (p === 0) return;
    if (p < floor) below += sampleWeights[i]!;
    if (p < least) least = p;
  });
  const isTaken = Uint8Array.from(actions, (logged) => (logged === action ? 1 : 0));
  return {
    ...{ least: least === Infinity ? null : least, belowFloor: below / total },
    bins: calibrationOf(histories, probabilities, isTaken),
  };
}

/** Share-weighted distance of what was observed from what was predicted. */
function distanceOf(bins: readonly CalibrationBin[]): number {
  return bins.reduce(
    (sum, { share, observed, predicted }) => sum + share * Math.abs(observed - predicted),
    0,
  );
}

/**
 * @param histories with the probabilities in question as `propensities`, and `actionPropensities` where all are known
 * @param floor probability below which an action counts as hardly supported
 * @throws ShapeError if probabilities do not belong to the decisions
 */
export function propensityCard(histories: CardHistories, floor: number): PropensityCard {
  const { actions, actionCount, propensities, actionPropensities } = histories;
  expectLength('propensities', propensities, actions.length);
  const shares = actionShares(histories);
  const marginalLogLoss = shares.reduce(
    (sum, share) => (share === 0 ? sum : sum - share * Math.log(share)),
    0,
  );
  const common = { ...ofLogged(histories, floor), marginalLogLoss };
  if (actionPropensities === null) return { ...common, expectedCalibrationError: null, actions: null };
  expectLength('actionPropensities', actionPropensities, actions.length * actionCount);
  const table = Array.from(shares, (share, action) => ({
    share,
    ...ofAction(histories, actionPropensities, action, floor),
  }));
  const error = table.reduce((sum, { bins }) => sum + distanceOf(bins), 0) / actionCount;
  return { ...common, expectedCalibrationError: error, actions: table };
}
