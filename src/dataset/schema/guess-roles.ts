/** Guesses which column is the customer, the time, the reward or the propensity, each with its reason. */
import { show } from '../../core/errors';
import type { ColumnProfile } from './column-profile';
import { amount, examples, isUnique, numberShare, otherDates } from './guess-features';
import type { LogSchema } from './log-schema';
import {
  customerWords,
  isOfThePast,
  nameScore,
  rewardWords,
  timeWords,
  wordsOf,
  terminalWords,
} from './name-words';

/** A value of the schema, and why. */
export interface Guess<Value = unknown> {
  readonly value: Value;
  readonly reason: string;
}

type Scored = (profile: ColumnProfile) => number;

/** The column with the highest score above 0. */
export function best(columns: readonly ColumnProfile[], score: Scored): ColumnProfile | undefined {
  const scored = columns.map((profile) => ({ profile, score: score(profile) }));
  return scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score)[0]?.profile;
}

const ID_WORD = /^(id|key|number|no|nr|hash)$/;

/** Who was contacted: a name such as customer_id; a mere `id` only where rows share it. */
export function guessCustomer(columns: readonly ColumnProfile[]): Guess<string> | null {
  const found = best(columns, (profile) => {
    const { name, rows, empty, dates, distinct } = profile;
    // Few names in many rows are a kind of customer, not who it was.
    if (empty > 0 || dates === 1 || distinct < 2 || (distinct <= 20 && rows > 20 * distinct)) return 0;
    const words = wordsOf(name);
    const [subject, ...others] = words.filter((word) => !ID_WORD.test(word));
    if (subject === undefined) return words[0] === 'id' && !isUnique(profile) ? 1 : 0;
    return others.length === 0 ? 2 * nameScore(subject, customerWords) : 0;
  });
  if (found === undefined) return null;
  const { name, distinct, rows } = found;
  const many = distinct === rows ? 'each in one row' : `${amount(distinct)} of them in ${amount(rows)} rows`;
  return { value: name, reason: `named like a customer, ${many}` };
}

/** Numbers from here on count seconds or milliseconds since 1970: this many seconds are the year 1973. */
const SINCE_1970 = 1e8;

const UNIT_WORDS: readonly [LogSchema['timeUnit'], RegExp][] = [
  ['hours', /^(hour|hours|h|hrs)$/],
  ['days', /^(day|days|d)$/],
  ['seconds', /^(second|seconds|sec|s|unix|epoch)$/],
  ['milliseconds', /^(millisecond|milliseconds|ms|millis)$/],
];

/** The unit of a time that is a number, by its size, or else by its name. */
function guessUnit({ name, min }: ColumnProfile): Guess<NonNullable<LogSchema['timeUnit']>> {
  if (min >= 1e11) return { value: 'milliseconds', reason: 'by their size, since 1970' };
  if (min >= SINCE_1970) return { value: 'seconds', reason: 'by their size, since 1970' };
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
  // Rather any time that can be read.
  if (profile.dateShape !== null) return (1 + byName) / 100;
  if (byName === 0 || profile.numeric < 1) return 0;
  if (profile.min >= SINCE_1970) return 50 + byName;
  const rest = words.filter(
    (word) => !timeWords.includes(word) && !UNIT_WORDS.some(([, unit]) => unit.test(word)),
  );
  return rest.length === 0 ? byName : 0;
}

/** A time in a shape that no log reads is no time yet, and `lacking` says why. */
export function guessTime(columns: readonly ColumnProfile[]) {
  const found = best(columns, timeScore);
  const none = { time: null, timeUnit: null, lacking: null };
  if (found === undefined) return none;
  if (found.dateShape !== null) return { ...none, lacking: `${found.name} ${otherDates(found.dateShape)}` };
  const isDate = found.dates === 1;
  const timeUnit = isDate ? null : guessUnit(found);
  const shown = (value: number) => {
    const instant = timeUnit?.value === 'seconds' ? 1000 * value : value;
    return value >= SINCE_1970 ? new Date(instant).toISOString().slice(0, 10) : amount(value);
  };
  const reason = isDate
    ? `dates, such as ${show(found.values[0]!.text)}`
    : `named like a time, ${shown(found.min)} to ${shown(found.max)}`;
  return { ...none, time: { value: found.name, reason }, timeUnit };
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

/** What the logged action cost. */
export function guessCost(columns: readonly ColumnProfile[], decimal: '.' | ','): Guess<string> | null {
  const found = columns.find((profile) => {
    const isNamed = wordsOf(profile.name).at(-1) === 'cost' && !isOfThePast(profile.name);
    return isNamed && isOutcome(profile, decimal) && profile.min >= 0;
  });
  return found === undefined ? null : { value: found.name, reason: 'named like what the action cost' };
}

/** After which row a customer is gone. */
export function guessTerminal(columns: readonly ColumnProfile[]): Guess<string> | null {
  const found = columns.find(
    ({ name, flags, missing }) => terminalWords.includes(name.toLowerCase()) && flags === 1 && missing === 0,
  );
  return found === undefined
    ? null
    : { value: found.name, reason: 'named so: after such a row the customer is gone' };
}

/** How the row came to be treated. */
export function guessGroup(columns: readonly ColumnProfile[]): Guess<string> | null {
  const found = columns.find(
    ({ name, distinct, numeric }) =>
      /^(arm|group|cohort|(test|treatment|experiment)_?group)$/i.test(name) && distinct <= 20 && numeric < 1,
  );
  if (found === undefined) return null;
  const names = found.values.map(({ text }) => text).join(', ');
  return {
    value: found.name,
    reason: `named like a group of an experiment (${names}); say which is random, usual, holdout: { column, ... }`,
  };
}
