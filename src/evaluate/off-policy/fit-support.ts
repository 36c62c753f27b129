/** Which actions the decisions trained on support: who took them, and a model of how likely each was. */
import type { SupportFilter } from '../../agents/support-filter';
import type { Random } from '../../core/random';
import { possibleActions } from '../../rl/possible-actions';
import { behaviourOfUnits, expectChoices, keepsTo, type LoggedChoices } from './behaviour-of-units';
import type { SupportSettings } from './support-settings';

export interface SupportProblem extends LoggedChoices, Pick<SupportFilter, 'scaling' | 'unit'> {}

/** [actions] units that took each at least once, of all decisions, each counted as the log has it */
function takers({ starts, actions, actionCount }: LoggedChoices['histories']): number[] {
  const result = new Array<number>(actionCount).fill(0);
  for (let unit = 0; unit + 1 < starts.length; unit += 1)
    for (const action of new Set(actions.subarray(starts[unit], starts[unit + 1]))) result[action]! += 1;
  return result;
}

/**
 * One fit on all units, chosen and tempered by a fifth of them: it is asked about decisions to come, and not, as in an
 * evaluation, about those of the fit. Nothing of it is a secret to the learner, which sees the same decisions.
 *
 * @param problem the decisions trained on, with their features scaled by its `scaling`, of width 1 at least
 * @param random stream of the fit
 * @throws ShapeError if features or masks do not belong to the decisions
 * @throws RangeError without decisions
 */
export function fitSupport(
  problem: SupportProblem,
  settings: SupportSettings,
  random: Random,
): SupportFilter {
  expectChoices(problem);
  const { histories, allowed, scaling, unit } = problem;
  const { starts, actions } = histories;
  if (actions.length === 0) throw new RangeError('fitSupport: expected decisions, got none');
  const customers = takers(histories);
  const isMasked = allowed !== null && keepsTo(histories, allowed);
  const isLogged = customers.map((count) => count > 0);
  const choices = {
    ...problem,
    allowed: possibleActions(isMasked ? allowed : null, actions.length, isLogged),
  };
  const units = Int32Array.from({ length: starts.length - 1 }, (_, i) => i);
  const { model: behaviour } = behaviourOfUnits(choices, units, random);
  return { behaviour, scaling, isMasked, ...settings, leastOfLikeliest: 0, customers, unit };
}
