/** Why a model does not take an action, in words. */
import { behaviourProbabilities, leastSupported } from '../agents/supported-actions';
import type { SupportFilter } from '../agents/support-filter';
import { objectionTo } from '../agents/unsupported';
import { isNoActionAssumed, type UnloggedValues } from '../agents/unlogged-values';
import { formatNumber, formatShort } from '../report/format';

const counted = (count: number, unit: string) => `${formatNumber(count)} ${unit}${count === 1 ? '' : 's'}`;

/** @returns null where the action is supported */
function reasonAgainst(
  filter: SupportFilter,
  action: number,
  probability: number,
  least: number,
): string | null {
  const { customers, leastCustomers, unit } = filter;
  const objection = objectionTo(filter, action, probability, least);
  if (objection === 'too few')
    return `logged ${unit === 'row' ? 'in' : 'for'} ${counted(customers[action]!, unit)}, fewer than ${formatNumber(leastCustomers)}`;
  if (objection === 'too unlikely')
    return `probability ${formatShort(probability)} below ${formatShort(least)}`;
  return objection;
}

/** An action that is new since the log is said to be, with where its values are from. */
function withOrigin(
  reason: string,
  action: number,
  actions: readonly string[],
  unlogged: UnloggedValues | undefined,
): string {
  const start = unlogged?.startsFrom.find((one) => one.action === action);
  return start === undefined ? reason : `${reason}, value of ${actions[start.from]!}`;
}

/** Reasons by the names of actions; those that are supported, or not allowed, are not among them. */
export type Unsupported = Readonly<Record<string, string>>;

/**
 * @param actions their names
 * @param observations [n, features]
 * @param allowed [n, actions]; null where each is
 * @param chosen [n] what the model takes: of which it is said where no action was supported
 * @param unlogged of the model: No Action needs no support where its value is assumed
 * @returns [n]
 */
export function whyUnsupported(
  filter: SupportFilter,
  actions: readonly string[],
  observations: Float32Array,
  allowed: Uint8Array | null,
  chosen: Int32Array,
  unlogged?: UnloggedValues,
): Unsupported[] {
  const probabilities = behaviourProbabilities(filter, observations, allowed);
  return Array.from(chosen, (taken, row) => {
    const ofRow = probabilities.subarray(row * actions.length, (row + 1) * actions.length);
    const isAllowed = (action: number) => allowed?.[row * actions.length + action] !== 0;
    const likeliest = ofRow.reduce(
      (most, one, action) => (isAllowed(action) ? Math.max(most, one) : most),
      0,
    );
    const least = leastSupported(filter, likeliest);
    const reasons = actions.flatMap((name, action): [string, string][] => {
      if (!isAllowed(action) || (action === 0 && isNoActionAssumed(unlogged))) return [];
      const against = reasonAgainst(filter, action, ofRow[action]!, least);
      if (against === null) return [];
      const reason = withOrigin(against, action, actions, unlogged);
      return [[name, action === taken ? `${reason}; taken since no allowed action is supported` : reason]];
    });
    return Object.fromEntries(reasons);
  });
}
