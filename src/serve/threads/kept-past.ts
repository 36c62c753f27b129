/** Earlier contacts that the service keeps, as the features and rules of a model read them. */
import type { Past } from '../../dataset/decisions/past';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { KeptPast } from './messages';

/** The index of an action by any name it goes by; -1 for none. */
function actionIndex(name: string, actions: readonly string[], noAction: string): number {
  return name === noAction ? 0 : actions.indexOf(name);
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
