/** Earlier contacts, as a request tells them or the service keeps them, as the features and rules of a model read them. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import type { Past } from '../../dataset/decisions/past';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { expectedMoment, toldMoment } from '../requests/moments';
import type { KeptPast, ToldContact } from './messages';

/** The index of an action by any name it goes by; -1 for none. */
function actionIndex(name: string, actions: readonly string[], noAction: string): number {
  return name === noAction ? 0 : actions.indexOf(name);
}

/**
 * @param place such as `customers.3.history`
 * @throws InputError for a time that is none, or an action that the model does not know
 */
export function pastOfTold(
  told: readonly ToldContact[],
  schema: LogSchema,
  actions: readonly string[],
  place: string,
): Past {
  const contacts = told.map(({ time, action, reward }, i) => {
    const moment = toldMoment(time, schema);
    if (Number.isNaN(moment))
      throw new InputError(`${place}.${i}.time: expected ${expectedMoment(schema)}, got ${show(time)}`);
    const index = actionIndex(action, actions, schema.noAction);
    if (index < 0)
      throw new InputError(
        `${place}.${i}.action: expected one of ${actions.map(show).join(', ')}, got ${show(action)}${didYouMean(action, actions)}`,
      );
    return { moment, index, reward: reward ?? NaN };
  });
  contacts.sort((one, other) => one.moment - other.moment);
  return {
    times: contacts.map(({ moment }) => moment),
    actions: contacts.map(({ index }) => index),
    rewards: contacts.map(({ reward }) => reward),
  };
}

/** Contacts of an earlier model's that this one does not know are none of its features and of no rule of its. */
export function pastOfKept(
  { times, actions: names, rewards }: KeptPast,
  { noAction }: LogSchema,
  actions: readonly string[],
): Past {
  const indices = names.map((name) => actionIndex(name, actions, noAction));
  const known = indices.flatMap((index, i) => (index < 0 ? [] : [i]));
  return {
    times: known.map((i) => times[i]!),
    actions: known.map((i) => indices[i]!),
    rewards: known.map((i) => rewards[i]!),
  };
}
