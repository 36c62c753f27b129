/**
 * What a company does with customer models without learning a policy: it contacts where the uplift model promises more than
 * the contact costs, or those that are worth most, or those that resemble customers who answered. All that is fitted (what an
 * outcome is worth, how high a score has to be) is fitted on rows that are learned from.
 */
import { reordered } from '../../../dataset/contacts/row-order';
import { fitMultinomialLogistic, predictedProbabilities } from '../../../stats/multinomial-logistic';
import type { CustomerScores } from './customer-scores';
import type { CustomerModelName } from './descriptions';
import { FEWEST_ANSWERS, type TargetingRows } from './response-model';
import { cutOffOf, shareAbove } from './scores';

/** A policy as what it would do at every judged decision. */
export interface CustomerModelPolicy {
  readonly name: CustomerModelName;
  /** [n, actions] */
  readonly probabilities: Float64Array;
}

type ScoredRows = TargetingRows & { readonly customers: CustomerScores };

/** [actions] what each cost on average where it was taken; NaN of one that never was */
function meanCosts({ actionCount, actions, sampleWeights, customers: { costs } }: ScoredRows): number[] {
  const [sums, weights] = [new Float64Array(actionCount), new Float64Array(actionCount)];
  actions.forEach((action, row) => {
    sums[action]! += sampleWeights[row]! * costs[row]!;
    weights[action]! += sampleWeights[row]!;
  });
  return Array.from(sums, (sum, action) => sum / weights[action]!);
}

/**
 * What one unit of the outcome is worth: what rows brought before costs, by what the model expected of what was done there.
 * So it does not matter whether the outcome is money or a purchase.
 */
function worthOfOutcome({ actions, actionCount, sampleWeights, customers }: ScoredRows): number {
  const { uplift, grossRewards } = customers;
  let [brought, expected] = [0, 0];
  actions.forEach((action, row) => {
    const response = uplift!.responses[row * actionCount + action]!;
    if (Number.isNaN(response)) return;
    brought += sampleWeights[row]! * grossRewards[row]!;
    expected += sampleWeights[row]! * response;
  });
  return brought / expected;
}

/** The contact of which the most is left after its cost, where anything is; whoever may not be left alone gets it anyway. */
function byUplift(fit: ScoredRows, judged: ScoredRows): Float64Array {
  const { actionCount, allowed, actions } = judged;
  const [worth, costs] = [worthOfOutcome(fit), meanCosts(fit)];
  const { changes } = judged.customers.uplift!;
  const result = new Float64Array(actions.length * actionCount);
  for (let first = 0; first < result.length; first += actionCount) {
    let [best, most] = [0, allowed?.[first] === 0 ? -Infinity : 0];
    for (let action = 1; action < actionCount; action += 1) {
      const left = worth * changes[first + action]! - costs[action]!;
      // Nothing is known of some: by them nobody is contacted who may be left alone.
      const gain = Number.isFinite(left) ? left : -Number.MAX_VALUE;
      if (allowed?.[first + action] !== 0 && gain > most) [best, most] = [action, gain];
    }
    result[first + best] = 1;
  }
  return result;
}

/** [actions] of contacts, by how often they were made; the most frequent one first */
function contactsByUse({ actionCount, actions, sampleWeights }: TargetingRows): number[] {
  const used = new Float64Array(actionCount);
  actions.forEach((action, row) => (used[action]! += sampleWeights[row]!));
  return Array.from({ length: actionCount - 1 }, (_, i) => i + 1).sort(
    (a, b) => used[b]! - used[a]! || a - b,
  );
}

/** [n] the first of these contacts that is allowed; -1 where none is */
function firstAllowed(
  { actionCount, allowed, actions }: TargetingRows,
  contacts: readonly number[],
): Int32Array {
  return Int32Array.from(
    actions,
    (_, row) => contacts.find((action) => allowed?.[row * actionCount + action] !== 0) ?? -1,
  );
}

/** [n] known ones; whoever nothing is known of comes last, and who may not be contacted not at all */
const ranked = (scores: Float64Array, contacts: Int32Array) =>
  scores.map((score, row) =>
    contacts[row] === -1 ? -Infinity : Number.isNaN(score) ? -Number.MAX_VALUE : score,
  );

/**
 * The most used contact for whoever has a score as high as it takes to contact, of the rows that were learned from, the
 * share that was contacted there.
 *
 * @param scores of both: [n] NaN where nothing is known
 */
function highest(
  fit: TargetingRows,
  judged: TargetingRows,
  scores: { readonly fit: Float64Array; readonly judged: Float64Array },
): Float64Array {
  const { actionCount, allowed } = judged;
  const contacts = contactsByUse(fit);
  const contacted = fit.actions.reduce(
    (sum, action, row) => sum + (action === 0 ? 0 : fit.sampleWeights[row]!),
    0,
  );
  const cutOff = cutOffOf(ranked(scores.fit, firstAllowed(fit, contacts)), fit.sampleWeights, contacted);
  const chosen = firstAllowed(judged, contacts);
  const order = ranked(scores.judged, chosen);
  const result = new Float64Array(chosen.length * actionCount);
  chosen.forEach((action, row) => {
    const isForced = allowed?.[row * actionCount] === 0;
    const share = action === -1 ? 0 : isForced ? 1 : shareAbove(order[row]!, cutOff);
    result[row * actionCount] = 1 - share;
    if (share > 0) result[row * actionCount + action] = share;
  });
  return result;
}

/**
 * How much each row resembles those who answered a contact: P(answer | columns) by a logistic regression on the contacts
 * that are learned from. Where too few answered, or too few did not, all resemble them alike.
 */
function resemblance(fit: ScoredRows, asked: ScoredRows): Float64Array {
  const { width, columns } = fit.customers;
  const contacts = Int32Array.from(fit.actions.keys()).filter((row) => fit.actions[row] !== 0);
  const labels = Int32Array.from(contacts, (row) => (fit.rewards[row]! > 0 ? 1 : 0));
  const answers = labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(answers, labels.length - answers) < FEWEST_ANSWERS)
    return new Float64Array(asked.actions.length);
  const fitted = fitMultinomialLogistic({
    ...{ features: reordered(columns, contacts, width), width, classes: 2, labels },
    weights: reordered(fit.sampleWeights, contacts),
  });
  const probabilities = predictedProbabilities(fitted, asked.customers.columns);
  return Float64Array.from(asked.actions, (_, row) => probabilities[2 * row + 1]!);
}

const isScored = (rows: TargetingRows): rows is ScoredRows => rows.customers !== undefined;

/** Those that the models of a log can make. @param scores none of a log that was not enriched */
export function customerModelNames(
  scores: Pick<CustomerScores, 'uplift' | 'values'> | undefined,
): CustomerModelName[] {
  if (scores === undefined) return [];
  return [
    ...(scores.uplift === null ? [] : (['uplift-score'] as const)),
    ...(scores.values === null ? [] : (['value-score'] as const)),
    'look-alike-score',
  ];
}

/** @param fit rows to learn from; none of them is judged */
export function customerModelTargeting(fit: TargetingRows, judged: TargetingRows): CustomerModelPolicy[] {
  if (!isScored(fit) || !isScored(judged)) return [];
  const made: Readonly<Record<CustomerModelName, () => Float64Array>> = {
    'uplift-score': () => byUplift(fit, judged),
    'value-score': () =>
      highest(fit, judged, { fit: fit.customers.values!, judged: judged.customers.values! }),
    'look-alike-score': () =>
      highest(fit, judged, { fit: resemblance(fit, fit), judged: resemblance(fit, judged) }),
  };
  return customerModelNames(judged.customers).map((name) => ({ name, probabilities: made[name]() }));
}
