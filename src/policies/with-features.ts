/** A policy that sees some of the features of a decision alone. */
import { selectColumns } from '../core/select-columns';
import type { Policy } from './policy';

/** @param places [kept] which of the features it sees, in its order @param width features of a decision */
export function withFeatures(policy: Policy, places: Int32Array, width: number): Policy {
  const { name, description, isRecord = false } = policy;
  return {
    ...{ name, description, isRecord },
    probabilities: ({ observations, ...others }, out) =>
      policy.probabilities({ ...others, observations: selectColumns(observations, width, places) }, out),
  };
}
