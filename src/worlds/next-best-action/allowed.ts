/** Which actions may be taken: an offer where one is due, else No Action. */
import { expectLength } from '../../core/shape';
import { actionNames } from './settings';

const COUNT = actionNames.length;

export interface Masks {
  /** [lanes, actions] where an offer is due */
  readonly offering: Uint8Array;
  /** [lanes, actions] where none is */
  readonly resting: Uint8Array;
}

export function masksOf(lanes: number): Masks {
  const offering = Uint8Array.from({ length: lanes * COUNT }, (_, i) => (i % COUNT === 0 ? 0 : 1));
  return { offering, resting: offering.map((offered) => 1 - offered) };
}

/**
 * @param actions [lanes]
 * @param allowed [lanes, actions] the same in every lane
 * @throws RangeError for an action outside the list or a forbidden one, naming the lane
 */
export function expectAllowed(actions: Int32Array, allowed: Uint8Array): void {
  expectLength('actions', actions, allowed.length / COUNT);
  const isUnknown = (action: number) => action < 0 || action >= COUNT;
  const unknown = actions.findIndex(isUnknown);
  const wrong = unknown >= 0 ? unknown : actions.findIndex((action) => allowed[action] === 0);
  if (wrong < 0) return;
  const choices = actionNames.flatMap((_, action) => (allowed[action] === 1 ? [action] : []));
  throw new RangeError(
    `next-best-action: lane ${wrong}: expected action ${choices.join(' or ')}, got ${actions[wrong]!}`,
  );
}
