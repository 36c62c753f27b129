/** A model of which action was chosen, fitted on the decisions of some units of a log. */
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';
import { reordered } from '../../dataset/contacts/row-order';
import type { ClassModel } from '../../stats/class-model';
import { classShares } from '../../stats/class-shares';
import { fitBehaviour, type FitRows } from './behaviour-fit';
import { decisionsOf, sampledUnits } from './folds';
import type { Histories } from './histories';

export interface LoggedChoices {
  readonly histories: Pick<Histories, 'starts' | 'actionCount' | 'actions' | 'sampleWeights'>;
  /** [n, width] encoded features, of comparable scale; width may be 0 */
  readonly features: Float32Array;
  readonly width: number;
  /** [n, actions] 1 where an action was allowed; null where each was */
  readonly allowed: Uint8Array | null;
}

/** Decisions of a fit at most, of a random sample of units: more take longer, and a model so small learns no more of them. */
const MOST_DECISIONS = 50_000;
/** Decisions of an action for a fit, those of a half of the audit's 30. */
const FEWEST_DECISIONS = 15;

/** @throws ShapeError if features or masks do not belong to the decisions */
export function expectChoices({ histories, features, width, allowed }: LoggedChoices): void {
  const { actions, actionCount } = histories;
  expectLength('features', features, actions.length * width);
  if (allowed !== null) expectLength('allowed', allowed, actions.length * actionCount);
}

/** Whether each logged action was allowed. A mask that the log itself broke was not the company's. */
export function keepsTo({ actions, actionCount }: LoggedChoices['histories'], allowed: Uint8Array): boolean {
  return actions.every((action, i) => allowed[i * actionCount + action] === 1);
}

/** Features of some decisions, which need not be rows of each other; without any, one that is always 0. */
export function featuresOf({ features, width }: LoggedChoices, decisions: Int32Array): Float32Array {
  return width === 0 ? new Float32Array(decisions.length) : reordered(features, decisions, width);
}

function fitRows(choices: LoggedChoices, units: Int32Array): FitRows {
  const { histories, allowed, width } = choices;
  const { starts, actions, actionCount, sampleWeights } = histories;
  const decisions = decisionsOf(histories, units);
  const owners = new Int32Array(decisions.length);
  let place = 0;
  for (const unit of units)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1, place += 1) owners[place] = unit;
  return {
    ...{
      features: featuresOf(choices, decisions),
      width: Math.max(1, width),
      units: owners,
      classes: actionCount,
    },
    labels: reordered(actions, decisions),
    weights: reordered(sampleWeights, decisions),
    allowed: allowed && reordered(allowed, decisions, actionCount),
  };
}

/**
 * The model is chosen and tempered by a fifth of the units.
 *
 * @param choices with masks that the log keeps to
 * @param units whose decisions are fitted, or a sample of them
 */
export function behaviourOfUnits(
  choices: LoggedChoices,
  units: Int32Array,
  random: Random,
): { readonly model: ClassModel; readonly decisions: number } {
  const sampled = sampledUnits(choices.histories, units, MOST_DECISIONS, random.fork('units'));
  const fifth = Math.floor(sampled.length / 5);
  const known = fitRows(choices, sampled.subarray(fifth));
  const heldOut = fitRows(choices, sampled.subarray(0, fifth));
  const shares = classShares(known, FEWEST_DECISIONS);
  const model = fitBehaviour(shares, known, heldOut, random);
  return { model, decisions: known.labels.length + heldOut.labels.length };
}
