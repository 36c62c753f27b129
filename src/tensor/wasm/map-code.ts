/** Operations on numbers, as code. */
import type { MapName } from '../recorded/operations';
import type { Code, Local, NumberType } from './assembler';
import { exponential, logarithm } from './exponentials';
import type { Lanes } from './lanes';

/**
 * @param x      each reads a variable or is a constant, so that it may be used twice
 * @param bounds of a clip
 * @param local  makes variables
 */
export function applied(
  map: MapName,
  lanes: Lanes,
  x: readonly Code[],
  bounds: readonly number[],
  local: (type: NumberType) => Local,
): Code {
  const [a, b, c] = x as [Code, Code, Code];
  const zero = lanes.constant(0);
  const one = lanes.constant(1);
  switch (map) {
    case 'copy':
      return a;
    case 'abs':
    case 'negate':
    case 'sqrt':
      return lanes[map](a);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return lanes[map](a, b);
    case 'maximum':
    case 'or':
      return lanes.max(a, b);
    case 'minimum':
    case 'and':
      return lanes.min(a, b);
    case 'not':
      return lanes.subtract(one, a);
    case 'relu':
      return lanes.max(a, zero);
    case 'sign':
      return lanes.subtract(lanes.isPositive(a), lanes.isPositive(lanes.negate(a)));
    case 'square':
      return lanes.multiply(a, a);
    case 'clip':
      return lanes.min(lanes.max(a, lanes.constant(bounds[0]!)), lanes.constant(bounds[1]!));
    case 'equal':
    case 'notEqual':
    case 'less':
    case 'lessEqual':
    case 'greater':
    case 'greaterEqual':
      return lanes.choose(one, zero, lanes[map](a, b));
    case 'select':
      return lanes.choose(b, c, lanes.notEqual(a, zero));
    case 'fromInteger':
      return lanes.fromInteger(lanes.bits(a));
    case 'exp':
      return exponential(lanes, a, local);
    case 'log':
      return logarithm(lanes, a, local);
  }
}
