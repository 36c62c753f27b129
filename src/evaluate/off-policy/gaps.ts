/** What a policy does that the judged decisions cannot speak of, in words. */
import type { OffPolicyRequest } from './request';
import type { Support } from './support';
import { count, percent } from './words';

/** Names of the actions that the policy takes somewhere, and no judged decision shows. */
function neverLogged({ isLogged, actions }: OffPolicyRequest, probabilities: Float64Array): string[] {
  const isTaken = new Array<boolean>(actions.length).fill(false);
  probabilities.forEach((p, at) => (isTaken[at % actions.length] ||= p > 0));
  return actions.filter((_, action) => isTaken[action]! && !isLogged[action]!);
}

function unloggedGap(names: readonly string[], decisions: number, share: number): string {
  if (names.length === 0)
    return `the log gives no chance at all to what the policy does at ${percent(share)} of the decisions`;
  const [were, them] = names.length === 1 ? ['was', 'it'] : ['were', 'them'];
  return `${names.join(', ')} ${were} never logged among the ${count(decisions)} decisions that are judged, and the policy does ${them} at ${percent(share)} of these`;
}

/** Why a value is not identified; empty where it is. @param probabilities [n, actions] of the policy */
export function gapsOf(request: OffPolicyRequest, probabilities: Float64Array, support: Support): string[] {
  const { histories, source, settings } = request;
  const { unloggedShare, rareShare } = support;
  if (unloggedShare > 0)
    return [unloggedGap(neverLogged(request, probabilities), histories.actions.length, unloggedShare)];
  // A small logged probability was one all the same; of an estimated one nobody knows whether it was any.
  if (source === 'logged' || rareShare === null || rareShare <= settings.rareShare) return [];
  return [
    `at ${percent(rareShare)} of the decisions the policy does what a model of the log gives less than ${percent(settings.floor)}`,
  ];
}
