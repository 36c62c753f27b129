/** At how many of the decisions held out the log does not support an action that was allowed, and why. */
import type { Model } from '../../../agents/model';
import { behaviourProbabilities, leastSupported, likeliestAllowed } from '../../../agents/supported-actions';
import { isNoActionAssumed } from '../../../agents/unlogged-values';
import { objectionTo } from '../../../agents/unsupported';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { decisionChunks } from '../../../evaluate/logged/chunks';
import type { ActionSupport, SupportReport } from '../../../report/report';

/** @param model that learned from decisions */
export function supportReport({ actions, support, unlogged }: Model, rows: LoggedRows): SupportReport {
  const filter = support!;
  const count = actions.length;
  const allowed = new Array<number>(count).fill(0);
  const unsupported = new Array<number>(count).fill(0);
  const reasons = new Array<ActionSupport['reason']>(count).fill(null);
  for (const { observations, allowed: masks } of decisionChunks(rows, {})) {
    const probabilities = behaviourProbabilities(filter, observations, masks);
    for (let first = 0; first < probabilities.length; first += count) {
      const likeliest = likeliestAllowed(probabilities, masks, first, count);
      if (likeliest < 0) continue;
      const least = leastSupported(filter, probabilities[likeliest]!);
      for (let action = 0; action < count; action += 1) {
        if (masks?.[first + action] === 0) continue;
        allowed[action]! += 1;
        const objection = objectionTo(filter, action, probabilities[first + action]!, least);
        if (objection === null) continue;
        unsupported[action]! += 1;
        reasons[action] = objection;
      }
    }
  }
  const { customers, leastProbability, leastOfLikeliest, leastCustomers, unit } = filter;
  const all = actions.map((action, i): ActionSupport => ({
    ...{ action, customers: customers[i]! },
    ...{ allowed: allowed[i]!, unsupported: unsupported[i]!, reason: reasons[i]! },
  }));
  return {
    ...{ decisions: rows.loggedActions.length, leastProbability, leastOfLikeliest, leastCustomers, unit },
    actions: isNoActionAssumed(unlogged) ? all.slice(1) : all,
  };
}
