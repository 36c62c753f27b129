/** What judging finds where there is nothing to be found. */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { differenceOf, tInterval, type Statistic } from '../../stats/statistic';
import { applicable } from './estimators';
import type { Histories } from './histories';
import { deciding, judgedBy } from './policy-values';
import type { OffPolicyRequest } from './request';

/** Rewards shuffled among the decisions of each action (Fisher and Yates): what an action brings stays, for whom is chance. */
export function shuffledWithinActions(
  { actions, actionCount }: Histories,
  rewards: Float64Array,
  random: Random,
): Float64Array {
  const result = rewards.slice();
  for (let action = 0; action < actionCount; action += 1) {
    const own = Int32Array.from(actions.keys()).filter((i) => actions[i] === action);
    for (let place = own.length - 1; place > 0; place -= 1) {
      const [a, b] = [own[place]!, own[random.integer(place + 1)]!];
      [result[a], result[b]] = [result[b]!, result[a]!];
    }
  }
  return result;
}

/**
 * The judged policy minus the log on shuffled rewards, models and all: as much as it "gains" there is noise, and what its
 * choice of actions alone brings.
 *
 * @param mean that of what was done
 */
export function permutedControl(
  request: OffPolicyRequest,
  probabilities: Float64Array,
  mean: (values: Float64Array) => Statistic,
): Estimate {
  const { histories, estimand, measures, settings, random } = request;
  const values = shuffledWithinActions(histories, measures.get('reward')!.values, random.fork('permuted'));
  const judged = judgedBy(request, probabilities)({ values });
  const statistic = deciding(estimand, applicable(judged, estimand)).estimate(judged);
  return tInterval(differenceOf(statistic, mean(values)), settings.level);
}
