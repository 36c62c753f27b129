/** Policies that always want the same action: leave everybody alone, or always the same campaign. */
import { certainPolicy } from './certain';
import type { Policy } from './policy';

/**
 * @param actions names; index 0 is No Action
 * @param action index of the action to take wherever it is allowed; elsewhere the lowest allowed one
 * @returns `no-action` or `always-<action>`
 * @throws RangeError for an action outside the list
 */
export function constantPolicy(actions: readonly string[], action: number): Policy {
  const wanted = actions[action];
  if (wanted === undefined) {
    throw new RangeError(`constantPolicy: expected an action in 0..${actions.length - 1}, got ${action}`);
  }
  return certainPolicy(
    action === 0 ? 'no-action' : `always-${wanted}`,
    action === 0 ? 'never contacts anybody' : `always takes ${wanted}`,
    actions.length,
    (_decisions, out) => out.fill(action),
  );
}
