/** Policies without chance: which action they take says everything. */
import type { Decisions } from '../env/environment';
import { allowedActions, certainProbabilities } from '../rl/action-probabilities';
import type { Policy } from './policy';

/** Writes the action wanted at each moment. */
export type WantedActions = (decisions: Decisions, out: Int32Array) => void;

/**
 * @param actions how many there are
 * @param wantedActions taken wherever they are allowed; elsewhere the lowest allowed action is
 */
export function certainPolicy(
  name: string,
  description: string,
  actions: number,
  wantedActions: WantedActions,
): Policy {
  return {
    name,
    description,
    probabilities: (decisions, out) => {
      const wanted = new Int32Array(out.length / actions);
      wantedActions(decisions, wanted);
      certainProbabilities(wanted, actions, decisions.allowed, out);
    },
    chosenActions: (decisions, out) => {
      wantedActions(decisions, out);
      allowedActions(out, actions, decisions.allowed);
    },
  };
}
