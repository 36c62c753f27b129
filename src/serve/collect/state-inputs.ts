/** A model that takes its state ready made, as if its features were columns of a log: a plain table of numbers. */
import { InputError, show } from '../../core/errors';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { logSchema } from '../../dataset/schema/log-schema';
import { freeName } from './collected-schema';
import type { LoggedModel } from './log-reader';

const REWARD = 'reward';

export const STATE_REMARK =
  'the decisions are of a model that takes its state ready made: one that is trained on this log takes its features as columns';

/** There is no schema that says what a decision earned: one column is, or the one of that name. */
function rewardAmong(told: ReadonlySet<string>, features: readonly string[]): string {
  const names = [...told];
  const reward = told.has(REWARD) || names.length === 0 ? REWARD : names[0]!;
  if (names.length > 1 && !told.has(REWARD))
    throw new InputError(
      `--outcomes: expected what a decision earned in one column, or in one called ${show(REWARD)}, got ${names.map(show).join(', ')}`,
    );
  const taken = names.find((name) => features.includes(name));
  if (taken !== undefined)
    throw new InputError(
      `--outcomes: expected what came of a decision in columns that are no feature of the model, got ${show(taken)}`,
    );
  return reward;
}

/**
 * @param told names of columns that somebody told of what came of decisions
 * @throws InputError if these do not say which is the reward
 */
export function stateInputs(
  { actions, features }: Pick<LoggedModel, 'actions' | 'features'>,
  told: ReadonlySet<string>,
): RawInputs {
  const reward = rewardAmong(told, features);
  const outcomes = [...told].filter((name) => name !== reward);
  const free = (name: string) => freeName(name, new Set([...features, ...told]));
  return {
    schema: logSchema.parse({
      ...{ customer: free('customer'), time: free('time'), action: free('action') },
      ...{ noAction: actions[0], actions, reward },
      ...(outcomes.length > 0 && { outcomes }),
      features: Object.fromEntries(features.map((name) => [name, 'number'])),
    }),
    features: features.map((column) => ({
      ...{ column, kind: 'number', origin: 0, mean: 0, scale: 1, missing: false },
    })),
  };
}
