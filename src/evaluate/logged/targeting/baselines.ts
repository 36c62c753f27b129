/** What a company could do without a learned policy: what is always shown beside it. */
import { keepAllowed } from '../../../rl/action-probabilities';
import { linearPrediction, ridgeOf } from '../../../stats/ridge';
import type { TargetingName } from './descriptions';
import { lifetimeValues, responseProbabilities, type TargetingRows } from './response-model';
import { highestScores, meanShares, sameForAll } from './scores';
import { weightsWithinRules } from './within-rules';

/** A policy as what it would do at every judged decision. */
export interface TargetingPolicy {
  readonly name: TargetingName;
  /** [n, actions] */
  readonly probabilities: Float64Array;
}

/** Rows' worth of doubt about a coefficient. */
const RIDGE = 10;

/** E[reward | x, action] by ridge regression on the rows where it was taken; −∞ for an action without rows. */
function expectedRewards(fit: TargetingRows, asked: TargetingRows): Float64Array {
  const { actionCount, width, actions, observations, rewards, sampleWeights } = fit;
  const n = asked.actions.length;
  const result = new Float64Array(n * actionCount).fill(-Infinity);
  for (let action = 0; action < actionCount; action += 1) {
    const rows = Int32Array.from(actions.keys()).filter((row) => actions[row] === action);
    if (rows.length === 0) continue;
    const coefficients = ridgeOf({
      features: observations,
      width,
      rows,
      weights: sampleWeights,
      ridge: RIDGE,
    }).fit(rewards);
    for (let i = 0; i < n; i += 1)
      result[i * actionCount + action] = linearPrediction(coefficients, 0, asked.observations, width, i);
  }
  return result;
}

function masked(probabilities: Float64Array, { actionCount, allowed }: TargetingRows): Float64Array {
  keepAllowed(actionCount, allowed, probabilities);
  return probabilities;
}

/** The best allowed action of each row by its values; the lowest among equals. */
function bestAllowed(values: Float64Array, { actionCount, allowed }: TargetingRows): Float64Array {
  const result = new Float64Array(values.length);
  for (let first = 0; first < values.length; first += actionCount) {
    let best = -1;
    for (let at = first; at < first + actionCount; at += 1)
      if (allowed?.[at] !== 0 && (best < 0 || values[at]! > values[best]!)) best = at;
    if (best >= 0) result[best] = 1;
  }
  return result;
}

/** The same action for everybody: the one that the rows learned from say to bring most, on average over them. */
function bestConstant(fit: TargetingRows, judged: TargetingRows): Float64Array {
  const { actionCount } = fit;
  const means = meanShares(expectedRewards(fit, fit), actionCount, fit.sampleWeights);
  const best = means.indexOf(Math.max(...means));
  return masked(
    sameForAll(
      means.map((_, action) => (action === best ? 1 : 0)),
      judged.actions.length,
    ),
    judged,
  );
}

/** [n, actions] P(answer | x, a), less that without a contact where asked for, times what a customer is worth */
function scoresOf(
  answers: Float64Array,
  values: Float64Array | null,
  { actionCount }: TargetingRows,
  isUplift: boolean,
): Float64Array {
  return answers.map((answer, at) => {
    const row = Math.floor(at / actionCount);
    const gain = isUplift ? answer - answers[row * actionCount]! : answer;
    return values === null ? gain : gain * values[row]!;
  });
}

/**
 * Policies of classical targeting. They contact as many as the model does, so that it shows whether the model chooses
 * better whom, not how many.
 *
 * @param fit rows to learn from; none of them is judged
 * @param contactShare of decisions that the model contacts at
 * @see Radcliffe & Surry (2011), Real-world uplift modelling with significance-based uplift trees (uplift)
 */
export function learnedTargeting(
  fit: TargetingRows,
  judged: TargetingRows,
  contactShare: number,
): TargetingPolicy[] {
  const answers = responseProbabilities(fit, judged);
  const values = lifetimeValues(fit, judged);
  const byScore = (name: TargetingName, scores: Float64Array): TargetingPolicy => ({
    name,
    probabilities: highestScores(scores, judged, contactShare),
  });
  return [
    { name: 'best-constant', probabilities: bestConstant(fit, judged) },
    { name: 'greedy-one-step', probabilities: bestAllowed(expectedRewards(fit, judged), judged) },
    byScore('look-alike', scoresOf(answers, null, judged, false)),
    byScore('expected-value', scoresOf(answers, values, judged, false)),
    byScore('uplift', scoresOf(answers, values, judged, true)),
  ];
}

/** Policies made of the model's own shares and of what was done: chance in its place. */
export function chanceTargeting(
  judged: TargetingRows,
  model: Float64Array,
  behaviour: Float64Array,
): TargetingPolicy[] {
  const { actionCount, sampleWeights } = judged;
  const shares = meanShares(model, actionCount, sampleWeights);
  const contacts = 1 - meanShares(behaviour, actionCount, sampleWeights)[0]!;
  // As many are left alone as the model leaves alone; who contacts more than was done cannot skip to get there.
  const kept = contacts === 0 ? 1 : Math.min(1, (1 - shares[0]!) / contacts);
  const skipping = behaviour.map((share, at) =>
    at % actionCount === 0 ? 1 - kept * (1 - share) : kept * share,
  );
  return [
    {
      name: 'random-targeting',
      probabilities: masked(sameForAll(weightsWithinRules(shares, judged), judged.actions.length), judged),
    },
    { name: 'random-skip', probabilities: masked(skipping, judged) },
    // A log that broke its rules is cloned within them: whoever takes its place has to keep them.
    { name: 'behaviour-clone', probabilities: masked(behaviour.slice(), judged) },
  ];
}
