/** Guesses which column says what was done, and which say something of each action. */
import { NO_ACTION } from '../logged-rows';
import type { ColumnProfile } from './column-profile';
import { examples } from './guess-features';
import { best, isOutcome, type Guess } from './guess-roles';
import { actionWords, isOfThePast, nameScore, wordsOf } from './name-words';

/** How logs say that nobody was contacted, the clearest first. */
const NO_ACTIONS = [
  new RegExp(`^${NO_ACTION}$`),
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
  if (found === undefined) return { action: null, noAction: null, names: [] };
  const { name, distinct, rows, values, numeric } = found;
  const named = nameScore(name, actionWords) > 0 ? 'named like an action' : 'its values look like contacts';
  const action = { value: name, reason: `${named}, ${distinct} of them: ${examples(found)}` };
  const texts = values.map(({ text }) => text);
  const isTreated = distinct === 2 && numeric === 1 && texts.includes('0') && texts.includes('1');
  const label = noActionAmong(texts) ?? (isTreated ? '0' : undefined);
  if (label === undefined) return { action, noAction: null, names: texts };
  const share = Math.round((100 * values.find(({ text }) => text === label)!.rows) / rows);
  return {
    action,
    noAction: { value: label, reason: `nobody was contacted in ${share} % of the rows` },
    names: texts,
  };
}

const sameName = (text: string) => wordsOf(text).join(' ');

/** Columns called by a prefix and an action each, such as p_email and p_sms. */
function perAction(
  columns: readonly ColumnProfile[],
  names: readonly string[],
  prefix: RegExp,
  reason: string,
): Guess<Readonly<Record<string, string>>> | null {
  const found = columns.flatMap(({ name }): [string, string][] => {
    const suffix = prefix.exec(name)?.[0] === undefined ? '' : name.replace(prefix, '');
    const action = names.find((one) => sameName(one) === sameName(suffix));
    return action === undefined ? [] : [[action, name]];
  });
  const value = Object.fromEntries(found);
  return found.length < 2 || Object.keys(value).length < found.length ? null : { value, reason };
}

/** The probability of each action, where every one has a column of its own. */
export function guessPropensities(
  columns: readonly ColumnProfile[],
  names: readonly string[],
  decimal: '.' | ',',
) {
  const fitting = columns.filter((one) => isOutcome(one, decimal) && one.min >= 0 && one.max <= 1);
  const reason = 'named like the probability of each action';
  const guess = perAction(fitting, names, /^(p|prob|propensity)_/i, reason);
  return guess !== null && Object.keys(guess.value).length === names.length ? guess : null;
}

/** Flags of what the company may do; an action without one is always allowed. */
export function guessEligible(columns: readonly ColumnProfile[], names: readonly string[]) {
  const flags = columns.filter((one) => one.flags === 1);
  return perAction(
    flags,
    names,
    /^(may|can|allow|allowed|eligible|consent|opt_?in)_/i,
    'named like what may be done',
  );
}
