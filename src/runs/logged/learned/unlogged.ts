/** Actions that a log never shows: what has to be said of them before anything is learned, and what is then part of the model. */
import type { UnloggedValues } from '../../../agents/unlogged-values';
import { InputError, show } from '../../../core/errors';
import { didYouMean } from '../../../core/nearest';
import type { ShapingConfig } from '../../../worlds/sales-channel-study/shaping';
import type { Host } from '../../host';
import type { Contacts } from '../loaded-log';
import { shapingOf, type LogSource } from '../log-source';
import { waysOn } from './candidates';
import { gammaOf } from './learner-config';
import type { LearnedSettings } from './settings';

type Said = Pick<LearnedSettings, 'noActionReward' | 'startsFrom'>;
type Source = Pick<LogSource, 'file' | 'schema'>;

/** What the audit takes No Action to pay: as was said of this run, or else as the schema says. */
export function shapingOfLearned(
  { noActionReward }: Said,
  source: Pick<LogSource, 'schemaFile' | 'schema'>,
): ShapingConfig {
  const shaping = shapingOf(source);
  return noActionReward === undefined ? shaping : { ...shaping, noActionReward };
}

/** @returns [actions] at how many decisions each was logged */
function timesLogged({ log, decisions }: Contacts): number[] {
  const counts = log.actions.map(() => 0);
  for (const action of decisions.actions) counts[action]! += 1;
  return counts;
}

/**
 * What No Action is assumed to be worth: as was said of this run, or as the schema or preset declares; undefined where the log
 * shows what it brings, so that nothing has to be assumed.
 *
 * @param unit what the number is of, in words
 * @throws InputError where an assumption is missing, or stands against what the log shows
 */
function settledNoAction(
  contacts: Contacts,
  { file, schema }: Source,
  { noActionReward: said }: Said,
  times: number,
  unit: string,
): number | undefined {
  const name = schema.noAction;
  if (times > 0) {
    if (said === undefined) return undefined;
    throw new InputError(
      `--no-action-reward: expected only with a log that never shows ${name}, got ${said}: ${file} shows it at ${times} of ${contacts.decisions.count} decisions, and what it brings is learned`,
    );
  }
  const settled = said ?? schema.shaping.noActionReward;
  if (settled !== undefined) return settled;
  throw new InputError(
    `--no-action-reward: expected a number, for ${file} never shows ${name} and what it brings has to be assumed, got nothing: --no-action-reward 0 assumes that it brings nothing; the number is ${unit}`,
  );
}

/** @throws InputError unless each is an action that was never logged, with one that was */
function expectNewActions(
  { log: { actions } }: Contacts,
  { file, schema }: Source,
  { startsFrom = {} }: Said,
  times: readonly number[],
): void {
  for (const [name, from] of Object.entries(startsFrom)) {
    const place = `startsFrom.${name}`;
    const [action, named] = [actions.indexOf(name), actionNamed(actions, schema.noAction, from)];
    if (action <= 0) {
      const hint = didYouMean(name, actions.slice(1));
      const known = actions.slice(1).map(show).join(', ');
      throw new InputError(
        `${place}: expected a contact that the schema lists as one of its actions (${known}), got ${show(name)}${hint}`,
      );
    }
    if (times[action]! > 0)
      throw new InputError(
        `${place}: expected an action that was never logged, got ${show(name)}: ${file} shows it at ${times[action]!} decisions, from which it is learned`,
      );
    if (named < 0 || times[named] === 0) {
      const logged = actions.filter((_, one) => times[one]! > 0);
      throw new InputError(
        `${place}: expected an action that was logged (${logged.map(show).join(', ')}), got ${show(from)}${didYouMean(from, logged)}`,
      );
    }
  }
}

/** Index of an action by the log's own word or ours; -1 of none. */
function actionNamed(actions: readonly string[], noAction: string, name: string): number {
  return name === noAction ? 0 : actions.indexOf(name);
}

/** Whether some values hold more than their own decision. */
function isOfMore(contacts: Contacts, { schema }: Source, settings: LearnedSettings): boolean {
  const candidates = waysOn(contacts, settings);
  return (
    contacts.decisions.next.some((next) => next >= 0) &&
    candidates.some((candidate) => gammaOf(candidate, schema) > 0)
  );
}

/**
 * The settings with what this log asks for, and leaves to be assumed, settled; says so where a number stands for more than
 * one decision.
 *
 * @throws InputError naming the flag or setting that is missing or has nothing to do with this log
 */
export function settledOn(
  contacts: Contacts,
  source: Source,
  settings: LearnedSettings,
  { logger }: Pick<Host, 'logger'>,
): LearnedSettings {
  const times = timesLogged(contacts);
  const unit = isOfMore(contacts, source, settings)
    ? 'per decision, with all that follows it, discounted'
    : 'of one decision, without what follows it';
  const noActionReward = settledNoAction(contacts, source, settings, times[0]!, unit);
  expectNewActions(contacts, source, settings, times);
  if (noActionReward === undefined) return settings;
  logger.warn(
    `${source.file}: never shows ${source.schema.noAction}: it is assumed to be worth ${noActionReward}, ${unit}`,
  );
  return { ...settings, noActionReward };
}

/** What the model has of them; undefined where nothing was said. */
export function unloggedValuesOf(
  { noActionReward, startsFrom = {} }: Said,
  actions: readonly string[],
  noAction: string,
): UnloggedValues | undefined {
  const copies = Object.entries(startsFrom).map(([name, from]) => ({
    action: actions.indexOf(name),
    from: actionNamed(actions, noAction, from),
  }));
  if (noActionReward === undefined && copies.length === 0) return undefined;
  return { noActionReward: noActionReward ?? null, startsFrom: copies };
}
