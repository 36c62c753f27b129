/** A customer's earlier decisions as somebody tells them, one JSON object each. */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import type { LogSchema } from '../schema/log-schema';
import { momentOf } from '../schema/time-units';
import type { Past } from './past';

export const toldDecisionSchema = z.strictObject({
  time: z.union([z.string(), z.number()]).describe('as the column of times has it'),
  action: z.string().describe('as the column of actions has it'),
  reward: z.number().optional().describe('what it earned, net of costs; needed where a feature asks for it'),
});

export type ToldDecision = z.output<typeof toldDecisionSchema>;

/**
 * @param told in any order
 * @param place of the decisions in messages
 * @param actions names by index; index 0 is No Action
 * @throws InputError naming the decision whose time or action is none
 */
export function pastOfTold(
  told: readonly ToldDecision[],
  place: string,
  schema: LogSchema,
  actions: readonly string[],
): Past {
  const names = [schema.noAction, ...actions.slice(1)];
  const decisions = told.map(({ time, action, reward = NaN }, i) => {
    const at = momentOf(String(time), schema);
    if (Number.isNaN(at))
      throw new InputError(`${place}.${i}.time: expected a date, a time or a number, got ${show(time)}`);
    const index = names.indexOf(action);
    if (index >= 0) return { time: at, action: index, reward };
    const known = names.map(show).join(', ');
    throw new InputError(
      `${place}.${i}.action: expected one of ${known}, got ${show(action)}${didYouMean(action, names)}`,
    );
  });
  decisions.sort((one, other) => one.time - other.time);
  return {
    times: decisions.map(({ time }) => time),
    actions: decisions.map(({ action }) => action),
    rewards: decisions.map(({ reward }) => reward),
  };
}
