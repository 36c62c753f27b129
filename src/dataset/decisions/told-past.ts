/** A customer's earlier decisions as somebody tells them, one JSON object each. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { actionLabels } from '../action-list';
import type { LogSchema } from '../schema/log-schema';
import { expectedMoment, toldMoment } from '../schema/told-moments';
import type { Past } from './past';
import type { ToldDecision } from './told-decision';

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
  const labels = actionLabels(actions, schema);
  const decisions = told.map(({ time, action, reward }, i) => {
    const at = toldMoment(time, schema);
    if (Number.isNaN(at))
      throw new InputError(`${place}.${i}.time: expected ${expectedMoment(schema)}, got ${show(time)}`);
    // The log has a name of its own for leaving alone, decisions have the model's: both come back.
    const index = action === schema.noAction ? 0 : actions.indexOf(action);
    if (index >= 0) return { time: at, action: index, reward: reward ?? NaN };
    throw new InputError(
      `${place}.${i}.action: expected one of ${labels.map(show).join(', ')}, got ${show(action)}${didYouMean(action, labels)}`,
    );
  });
  decisions.sort((one, other) => one.time - other.time);
  return {
    times: decisions.map(({ time }) => time),
    actions: decisions.map(({ action }) => action),
    rewards: decisions.map(({ reward }) => reward),
  };
}
