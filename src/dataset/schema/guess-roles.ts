/** Guesses which column is the customer, the time, the action, the reward and so on, each with its reason. */
import { show } from '../../core/errors';
import type { ColumnProfile } from './column-profile';
import { amount, examples, isUnique, numberShare } from './guess-features';
import type { LogSchema } from './log-schema';
import {
  actionWords,
  customerWords,
  isOfThePast,
  nameScore,
  rewardWords,
  timeWords,
  wordsOf,
} from './name-words';

/** A value of the schema, and why. */
export interface Guess<Value = unknown> {
  readonly value: Value;
  readonly reason: string;
}

type Scored = (profile: ColumnProfile) => number;

/** The column with the highest score above 0. */
function best(columns: readonly ColumnProfile[], score: Scored): ColumnProfile | undefined {
  const scored = columns.map((profile) => ({ profile, score: score(profile) }));
  return scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score)[0]?.profile;
}

/** Who was contacted: a name such as customer_id; a mere `id` only where rows share it. */
export function guessCustomer(columns: readonly ColumnProfile[]): Guess<string> | null {
  const found = best(columns, (profile) => {
    const words = wordsOf(profile.name);
    const isMereId = words.includes('id') && words.length === 1;
    const isNamed =
      words.length === 1 || (words.length === 2 && /^(id|key|number|no|nr|hash)$/.test(words[1]!));
    if (!isNamed || profile.empty > 0 || profile.dates === 1 || profile.distinct < 2) return 0;
    if (words[0] === 'contact' && words.length === 1) return 0;
    if (isUnique(profile) && isMereId) return 0;
    if (profile.distinct <= 20 && profile.rows > 20 * profile.distinct) return 0;
    return isMereId || !words.every((word) => word === 'id') ? nameScore(profile.name, customerWords) : 0;
  });
  if (found === undefined) return null;
  const { name, distinct, rows } = found;
  const many = distinct === rows ? 'each in one row' : `${amount(distinct)} of them in ${amount(rows)} rows`;
  return { value: name, reason: `named like a customer, ${many}` };
}

const UNIT_WORDS: readonly [LogSchema['timeUnit'], RegExp][] = [
  ['hours', /^(hour|hours|h|hrs)$/],
  ['days', /^(day|days|d)$/],
  ['seconds', /^(second|seconds|sec|s|unix|epoch)$/],
  ['milliseconds', /^(millisecond|milliseconds|ms|millis)$/],
];

/** The unit of a time that is a number, by its size, or else by its name. */
function guessUnit({ name, min }: ColumnProfile): Guess<NonNullable<LogSchema['timeUnit']>> {
  if (min >= 1e11) return { value: 'milliseconds', reason: 'by their size, since 1970' };
  if (min >= 1e8) return { value: 'seconds', reason: 'by their size, since 1970' };
  const words = wordsOf(name);
  const named = UNIT_WORDS.find(([, pattern]) => words.some((word) => pattern.test(word)));
  if (named !== undefined) return { value: named[0]!, reason: 'as its name says' };
  return { value: 'step', reason: 'or milliseconds, seconds, hours, days? step knows the order alone' };
}

/** Other moments in the life of a customer. */
const OTHER_DATES =
  /^(birth|born|birthday|joined|signup|registered|created|since|last|first|expiry|end|dob)$/;

function timeScore(profile: ColumnProfile): number {
  const words = wordsOf(profile.name);
  if (profile.missing > 0 || words.some((word) => OTHER_DATES.test(word))) return 0;
  const byName = nameScore(profile.name, timeWords);
  if (profile.dates === 1) return 100 + byName;
  if (byName === 0 || profile.numeric < 1) return 0;
  if (profile.min >= 1e8) return 50 + byName;
  const rest = words.filter(
    (word) => !timeWords.includes(word) && !UNIT_WORDS.some(([, unit]) => unit.test(word)),
  );
  return rest.length === 0 ? byName : 0;
}

export function guessTime(columns: readonly ColumnProfile[]) {
  const found = best(columns, timeScore);
  if (found === undefined) return { time: null, timeUnit: null };
  const isDate = found.dates === 1;
  const reason = isDate
    ? `dates, such as ${show(found.values[0]!.text)}`
    : `named like a time, ${amount(found.min)} to ${amount(found.max)}`;
  return { time: { value: found.name, reason }, timeUnit: isDate ? null : guessUnit(found) };
}

/** How logs say that nobody was contacted, the clearest first. */
const NO_ACTIONS = [
  /^no[ _-]?action$/i,
  /^(none|nothing|no[ _-]?(contact|offer|treatment|message))$/i,
  /^no[ _-].+/i,
  /^(control|hold[ _-]?out|nobody)$/i,
  /^(no|null)$/i,
];

function noActionAmong(texts: readonly string[]): string | undefined {
  return NO_ACTIONS.map((pattern) => texts.find((text) => pattern.test(text))).find(
    (text) => text !== undefined,
  );
}

const CONTACT = /e-?mail|sms|sent$|call|phone|cellular|push|letter|(^|_)dm(_|$)|post(al|card)|discount|bogo/i;
const NUMBERED = /^(id|action|treatment|treated|contacted|arm|variant|variation)$/;

function actionScore(profile: ColumnProfile): number {
  const { name, empty, distinct, rows, dates, whole, numeric, values } = profile;
  const mayBe = empty === 0 && distinct >= 2 && distinct <= 500 && distinct < rows && dates === 0;
  if (!mayBe || isOfThePast(name)) return 0;
  if (numeric > 0 && (whole < 1 || !wordsOf(name).some((word) => NUMBERED.test(word)))) return 0;
  const texts = values.map(({ text }) => text);
  const contacts = texts.filter((text) => CONTACT.test(text)).length;
  const byName = nameScore(name, actionWords);
  if (byName === 0 && contacts < 2) return 0;
  return byName + (contacts >= 2 ? 12 : 0) + (noActionAmong(texts) === undefined ? 0 : 12);
}

export function guessAction(columns: readonly ColumnProfile[]) {
  const found = best(columns, actionScore);
  if (found === undefined) return { action: null, noAction: null };
  const { name, distinct, rows, values, numeric } = found;
  const named = nameScore(name, actionWords) > 0 ? 'named like an action' : 'its values look like contacts';
  const action = { value: name, reason: `${named}, ${distinct} of them: ${examples(found)}` };
  const texts = values.map(({ text }) => text);
  const isTreated = distinct === 2 && numeric === 1 && texts.includes('0') && texts.includes('1');
  const label = noActionAmong(texts) ?? (isTreated ? '0' : undefined);
  if (label === undefined) return { action, noAction: null };
  const share = Math.round((100 * values.find(({ text }) => text === label)!.rows) / rows);
  return { action, noAction: { value: label, reason: `nobody was contacted in ${share} % of the rows` } };
}

/** Whether every cell is a number, or yes or no. */
export function isOutcome(profile: ColumnProfile, decimal: '.' | ','): boolean {
  const { missing, flags } = profile;
  return missing === 0 && (flags === 1 || numberShare(profile, decimal) === 1);
}

export function guessReward(columns: readonly ColumnProfile[], decimal: '.' | ','): Guess<string> | null {
  const found = best(columns, (profile) => {
    const fits = isOutcome(profile, decimal) && !isOfThePast(profile.name);
    return fits ? nameScore(profile.name, rewardWords) : 0;
  });
  if (found === undefined) return null;
  const what =
    found.flags === 1 ? `yes or no, as ${examples(found)}` : `${amount(found.min)} to ${amount(found.max)}`;
  return { value: found.name, reason: `named like what a contact earned: ${what}` };
}

/** The probability of the logged action. */
export function guessPropensity(columns: readonly ColumnProfile[], decimal: '.' | ','): Guess<string> | null {
  const found = columns.find((profile) => {
    const isNamed = /^(p|pscore|prob|probability|(.*_)?prop(ensity)?(_.*)?|action_prob(ability)?)$/i.test(
      profile.name,
    );
    return isNamed && isOutcome(profile, decimal) && profile.probabilities === 1;
  });
  if (found === undefined) return null;
  const range = `${amount(found.min)}${found.max > found.min ? ` to ${amount(found.max)}` : ''}`;
  return { value: found.name, reason: `named like the probability of the logged action: ${range}` };
}
