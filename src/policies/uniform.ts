/** The policy without an opinion. */
import { uniformProbabilities } from '../rl/action-probabilities';
import type { Policy } from './policy';

/** Every allowed action with the same probability. */
export function uniformPolicy(actions: readonly string[]): Policy {
  return {
    name: 'uniform',
    description: 'takes every allowed action with the same probability',
    probabilities: ({ allowed }, out) => uniformProbabilities(actions.length, allowed, out),
  };
}
