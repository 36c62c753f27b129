/**
 * Decisions of a log as every estimator reads them: the histories of independent units one after another, each in order
 * of time.
 */

export interface Histories {
  /** Customers; single decisions where no column says whose they are. */
  readonly units: number;
  /** [units + 1] index of each unit's first decision; the last entry is the number of decisions */
  readonly starts: Int32Array;
  readonly actionCount: number;
  /** [n] index of the logged action */
  readonly actions: Int32Array;
  /** [n] probability that the logged action had; estimated where the log does not say it, or a calendar made the decision */
  readonly propensities: Float64Array;
  /** [n, actions] probability of every action; null where only that of the logged one is known */
  readonly actionPropensities: Float64Array | null;
  /** [n] decisions of the company's own that each stands for, 1 where the log kept all */
  readonly sampleWeights: Float64Array;
  /** [n] what a reward of this decision is worth at the unit's first decision: 1 there, then products of discounts */
  readonly worths: Float64Array;
  /** [n] what the next decision's value is worth at this one; 0 where the customer was gone, or the log ends */
  readonly discounts: Float64Array;
}

/** A policy on these histories, and what it is to be valued by. */
export interface JudgedPolicy {
  readonly histories: Histories;
  /** [n, actions] probability of each action under the policy that is judged */
  readonly probabilities: Float64Array;
  /** [n] probability of the logged action, by that it was logged with: rho */
  readonly ratios: Float64Array;
  /** [n] products of the ratios from the unit's first decision on: w */
  readonly products: Float64Array;
  /** [n] what each decision brought: the reward, or a cost, a contact, an outcome */
  readonly rewards: Float64Array;
  /** [n, actions] expected reward of each action, fitted without the decision's own customer; null where there is none */
  readonly rewardModel: Float64Array | null;
  /** [n, actions] value of each action and the policy ever after, fitted likewise; null where there is none */
  readonly valueModel: Float64Array | null;
}

/** [n] importance ratios of the logged actions. */
export function importanceRatios(histories: Histories, probabilities: Float64Array): Float64Array {
  const { actions, actionCount, propensities } = histories;
  const ratios = new Float64Array(actions.length);
  for (let i = 0; i < ratios.length; i += 1)
    ratios[i] = probabilities[i * actionCount + actions[i]!]! / propensities[i]!;
  return ratios;
}

/** [n] products of the ratios along each history. */
export function importanceProducts({ units, starts }: Histories, ratios: Float64Array): Float64Array {
  const products = new Float64Array(ratios.length);
  for (let unit = 0; unit < units; unit += 1) {
    let product = 1;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      product *= ratios[i]!;
      products[i] = product;
    }
  }
  return products;
}

/** A policy by its weights alone, without a model of anything. */
export function weighed(
  histories: Histories,
  probabilities: Float64Array,
  rewards: Float64Array,
): JudgedPolicy {
  const ratios = importanceRatios(histories, probabilities);
  const products = importanceProducts(histories, ratios);
  return { histories, probabilities, ratios, products, rewards, rewardModel: null, valueModel: null };
}
