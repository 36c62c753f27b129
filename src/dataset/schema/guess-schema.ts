/** Guesses what the columns of a file are: all parts of a schema together, since a column is one thing alone. */
import type { ColumnProfile, FileProfile } from './column-profile';
import { guessAction, guessEligible, guessPropensities } from './guess-actions';
import {
  examples,
  guessFeature,
  isEmpty,
  numberShare,
  type FeatureGuess,
  type FileFacts,
} from './guess-features';
import {
  guessCost,
  guessCustomer,
  guessGroup,
  guessPropensity,
  guessReward,
  guessTerminal,
  guessTime,
  isOutcome,
  type Guess,
} from './guess-roles';
import type { LogSchema } from './log-schema';
import { isOfThePast, nameScore, outcomeWords } from './name-words';

/** What a file seems to be; null where nothing looks like it. */
export interface SchemaGuesses {
  readonly customer: Guess<string> | null;
  readonly time: Guess<string> | null;
  /** Why the column that looks like a time cannot be one yet. */
  readonly timeLacking: string | null;
  readonly timeUnit: Guess<NonNullable<LogSchema['timeUnit']>> | null;
  readonly action: Guess<string> | null;
  readonly noAction: Guess<string> | null;
  readonly actions: Guess<readonly string[]> | null;
  readonly reward: Guess<string> | null;
  readonly propensity: Guess<string> | null;
  readonly propensities: Guess<Readonly<Record<string, string>>> | null;
  readonly eligible: Guess<Readonly<Record<string, string>>> | null;
  readonly cost: Guess<string> | null;
  readonly group: Guess<string> | null;
  readonly terminal: Guess<string> | null;
  readonly outcomes: Guess<readonly string[]> | null;
  readonly decimal: Guess<','> | null;
  readonly missing: Guess<readonly string[]> | null;
  /** By column: what it is as a feature, or why it is left out. */
  readonly features: ReadonlyMap<string, FeatureGuess>;
}

/** 1,234 may be more than a thousand, and so is no sign of a decimal comma. */
const isDecimal = (text: string) => text.includes(',') && !/^[+-]?\d{1,3},\d{3}$/.test(text);

/** A comma where some column of nothing but numbers must have one. */
function guessDecimal(columns: readonly ColumnProfile[]): Guess<','> | null {
  for (const profile of columns) {
    if (profile.comma === 0 || numberShare(profile, ',') < 1) continue;
    const sign = profile.values.find(({ text }) => isDecimal(text));
    if (sign !== undefined) return { value: ',', reason: `as ${sign.text} in ${profile.name}` };
  }
  return null;
}

/** Words such as NA, of columns that are else numbers, dates or flags. */
function guessMissing(
  columns: readonly ColumnProfile[],
  features: ReadonlyMap<string, FeatureGuess>,
  eligible: SchemaGuesses['eligible'],
): Guess<readonly string[]> | null {
  const flags = Object.values(eligible?.value ?? {});
  const named = columns.filter(({ name, missingWords }) => {
    const kind = flags.includes(name) ? 'flag' : features.get(name)?.spec?.kind;
    return missingWords.length > 0 && kind !== undefined && kind !== 'category';
  });
  if (named.length === 0) return null;
  const words = new Set(named.flatMap(({ missingWords }) => missingWords));
  return {
    value: ['', ...words],
    reason: `as in ${named
      .map(({ name }) => name)
      .slice(0, 3)
      .join(', ')}`,
  };
}

const isNamedOutcome = ({ name }: ColumnProfile) => !isOfThePast(name) && nameScore(name, outcomeWords) > 0;

/** Columns named like what came after, of numbers or flags. */
function guessOutcomes(
  columns: readonly ColumnProfile[],
  decimal: '.' | ',',
): Guess<readonly string[]> | null {
  const value = columns
    .filter((one) => isNamedOutcome(one) && isOutcome(one, decimal))
    .map(({ name }) => name);
  return value.length === 0
    ? null
    : { value, reason: 'named like what came after: reported, never a feature' };
}

/** Named like what came after, and not in the form of an outcome: two words such as ja and nein are a flag to be rewritten. */
function guessDoubtful(profile: ColumnProfile, facts: FileFacts): FeatureGuess {
  const guess = guessFeature(profile, facts);
  if (guess.spec === null) return guess;
  if (isOutcome({ ...profile, missing: 0 }, facts.decimal))
    return { spec: null, reason: 'named like what came after, and has empty cells' };
  if (profile.distinct <= 2)
    return {
      spec: null,
      reason: `named like what came after, and neither a number nor yes or no: ${examples(profile)}`,
    };
  return {
    ...guess,
    reason: `named like what came after: TAKE OUT what was not known before; ${guess.reason}`,
  };
}

/** All that were logged, in the order of logs without such a list. */
function listedActions({ noAction, names }: ReturnType<typeof guessAction>): Guess<readonly string[]> | null {
  if (names.length === 0) return null;
  const label = noAction?.value;
  const contacts = names.filter((name) => name !== label).sort();
  return {
    value: label === undefined ? contacts : [label, ...contacts],
    reason: 'all that were logged; any other name is refused',
  };
}

/** Columns that a part of a schema names: one, several, or one per action. */
function columnsIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [value];
}

function withoutThose(
  columns: readonly ColumnProfile[],
  guesses: readonly (Guess | null)[],
): ColumnProfile[] {
  const taken = new Set(guesses.flatMap((guess) => columnsIn(guess?.value)));
  return columns.filter(({ name }) => !taken.has(name));
}

/** The clearest names choose first. */
export function guessSchema({ columns }: FileProfile): SchemaGuesses {
  const decimal = guessDecimal(columns);
  const point: '.' | ',' = decimal?.value ?? '.';
  let left = columns.filter((profile) => !isEmpty(profile));
  const take = <Found extends Guess | null>(found: Found): Found => {
    left = withoutThose(left, [found]);
    return found;
  };
  const acted = guessAction(left);
  const action = take(acted.action);
  const propensities = take(guessPropensities(left, acted.names, point));
  const propensity = propensities === null ? take(guessPropensity(left, point)) : null;
  const eligible = take(guessEligible(left, acted.names));
  const customer = take(guessCustomer(left));
  const { time, timeUnit, lacking: timeLacking } = guessTime(left);
  take(time);
  const reward = take(guessReward(left, point));
  const cost = take(guessCost(left, point));
  const group = take(guessGroup(left));
  const terminal = take(guessTerminal(left));
  const outcomes = take(guessOutcomes(left, point));
  const named = {
    ...{ customer, time, action, reward, propensity, propensities, eligible, cost, group, terminal },
    outcomes,
  };
  const rest = withoutThose(columns, Object.values(named));
  const facts = { decimal: point, hasTime: time !== null };
  const features = new Map(
    rest.map((profile): [string, FeatureGuess] => [
      profile.name,
      isNamedOutcome(profile) ? guessDoubtful(profile, facts) : guessFeature(profile, facts),
    ]),
  );
  const missing = guessMissing(columns, features, eligible);
  return {
    ...{ ...named, timeUnit, timeLacking, noAction: acted.noAction, actions: listedActions(acted) },
    ...{ decimal, missing, features },
  };
}
