/** Values of actions less what each is charged, as where money or a channel is scarce. */
import { ShapeError } from '../core/errors';

/**
 * In double precision: of single values less charges too many would come out equal, and equal ones go to the lowest index.
 *
 * @param qValues [n, actions]
 * @param charges [actions] in the units of the values
 * @returns [n, actions]
 * @throws ShapeError if the values are not of as many actions
 */
export function chargedValues(qValues: Float32Array, charges: readonly number[]): Float64Array {
  const { length: actions } = charges;
  if (qValues.length % actions !== 0)
    throw new ShapeError(`qValues: expected rows of ${actions} actions, got ${qValues.length} elements`);
  const values = new Float64Array(qValues.length);
  for (let first = 0; first < values.length; first += actions)
    for (let action = 0; action < actions; action += 1)
      values[first + action] = qValues[first + action]! - charges[action]!;
  return values;
}
