/**
 * Values of actions that a log never shows, for which a network that learned from it has nothing but a guess: what somebody
 * assumes, or what the network learned of another action. Plain data, part of the model.
 *
 * No Action that was never logged is worth `noActionReward`, at every decision, with whatever follows it included: there is
 * nothing in the log of customers who were left alone, so nothing that could say what they do next, and a second assumption
 * (that nothing changes, say) would stand beside the one that was made. Where a value holds later decisions, so must this
 * number; one of a single decision leaves too few alone, never too many. The assumption is no part of what is learned: no
 * target holds it, the values of contacts are those of contacts ever after, and it is set against them where it is decided.
 *
 * An action that is new since the log may start with the values of a logged one. It is not taken for them: the log supports
 * it nowhere, until it holds it.
 */
import { z } from 'zod';
import { expectLength } from '../core/shape';

const action = z.int().min(0);

export const unloggedValuesSchema = z
  .strictObject({
    noActionReward: z
      .number()
      .nullable()
      .describe(
        'what No Action is assumed to be worth, in the units of the reward; null where the log tells',
      ),
    startsFrom: z
      .array(z.strictObject({ action: action.min(1), from: action }).readonly())
      .readonly()
      .describe('new actions, each with the logged one whose values it has'),
  })
  .readonly()
  .refine(({ startsFrom }) => new Set(startsFrom.map((one) => one.action)).size === startsFrom.length, {
    path: ['startsFrom'],
    message: 'expected every new action once',
  })
  .refine(
    ({ noActionReward, startsFrom }) =>
      startsFrom.every(
        ({ from }) => !startsFrom.some((one) => one.action === from) && (from > 0 || noActionReward === null),
      ),
    { path: ['startsFrom'], message: 'expected new actions to start from logged ones' },
  );

export type UnloggedValues = z.output<typeof unloggedValuesSchema>;

/** Whether No Action may be taken though the log never shows it. */
export function isNoActionAssumed(unlogged: UnloggedValues | undefined): boolean {
  return typeof unlogged?.noActionReward === 'number';
}

/**
 * @param qValues [n, actions] of a network, in the units of the reward; written into
 * @returns qValues, with those of actions that the log never shows as they are to be
 */
export function withUnloggedValues(
  unlogged: UnloggedValues | undefined,
  actions: number,
  qValues: Float32Array,
): Float32Array {
  if (unlogged === undefined) return qValues;
  const { noActionReward, startsFrom } = unlogged;
  expectLength('qValues', qValues, Math.ceil(qValues.length / actions) * actions);
  for (let first = 0; first < qValues.length; first += actions) {
    for (const one of startsFrom) qValues[first + one.action] = qValues[first + one.from]!;
    if (noActionReward !== null) qValues[first] = noActionReward;
  }
  return qValues;
}
