/** Guesses the kind of a feature from what its column looks like, each guess with its reason. */
import { show } from '../../core/errors';
import { MOST_LEVELS } from '../features/fit-features';
import { numberIn, type ColumnProfile } from './column-profile';
import type { FeatureSpec } from './feature-schema';
import { wordsOf } from './name-words';

/** What is known of the whole file. */
export interface FileFacts {
  readonly decimal: '.' | ',';
  /** Whether a column says when it was decided. */
  readonly hasTime: boolean;
}

export interface FeatureGuess {
  /** Null where the column is better left out. */
  readonly spec: FeatureSpec | null;
  readonly reason: string;
}

/** Share of numbers from which on a column is one of numbers, with something wrong in it. */
const NEARLY_ALL = 0.95;

/** Share of numbers as the file's decimal point has them. */
export function numberShare(profile: ColumnProfile, decimal: '.' | ','): number {
  return decimal === '.' ? profile.numeric : profile.numeric - profile.pointed + profile.comma;
}

export function isEmpty({ rows, missing }: ColumnProfile): boolean {
  return rows === missing;
}

/** Of those rows among which different values were counted, how many had one of their own. */
function distinctShare({ distinct, distinctAmong }: ColumnProfile): number {
  return distinct / Math.max(1, distinctAmong);
}

/** Whether no two rows share a value. */
export function isUnique(profile: ColumnProfile): boolean {
  return distinctShare(profile) === 1;
}

export function amount(value: number): string {
  if (Math.abs(value) < 0.001) return String(Number(value.toPrecision(3)));
  return Number(value.toPrecision(5)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function gaps({ rows, missing }: ColumnProfile): string {
  if (missing === 0) return '';
  const percent = (100 * missing) / rows;
  return `; ${percent < 1 ? 'under 1' : Math.round(percent)} % empty, a state of its own`;
}

/** The most frequent values, as many as tell a reader what the column is. */
export function examples({ values, distinct }: ColumnProfile, count = 3): string {
  const shown = values
    .slice(0, count)
    .map(({ text }) => show(text.length > 24 ? `${text.slice(0, 21)}...` : text));
  return distinct > count ? `${shown.join(', ')}, ...` : shown.join(', ');
}

/** 999 and its like, far beyond every other number: how a file says "never". */
function neverIn({ values, max, whole, missingWords }: ColumnProfile): number | null {
  if (whole < 1 || !/^9{3,}$/.test(String(max))) return null;
  const others = values.map(({ text }) => (missingWords.includes(text) ? NaN : Number(text)));
  const next = others.reduce((most, value) => (value < max && value > most ? value : most), -Infinity);
  const rows = values.reduce((sum, one, at) => (others[at] === max ? sum + one.rows : sum), 0);
  return rows > 1 && next >= 0 && next <= max / 2 ? max : null;
}

const IDS = ['id', 'ids', 'uuid', 'guid', 'key', 'index', 'idx', 'row', 'hash'];
const CODES = ['id', 'code', 'zip', 'plz', 'postcode', 'postal'];

function guessNumber(profile: ColumnProfile, words: readonly string[], facts: FileFacts): FeatureGuess {
  const { whole, min, max, mean, distinct, rows } = profile;
  const range = `${amount(min)} to ${amount(max)}`;
  if (words.some((word) => CODES.includes(word)) && distinct <= rows / 10)
    return { spec: { kind: 'category' }, reason: `named like a code: ${distinct} of them${gaps(profile)}` };
  const never = neverIn(profile);
  if (never !== null) {
    const reason = `${never} lies far above all else, as if it said "never"${gaps(profile)}`;
    return { spec: { kind: 'days-since', never }, reason };
  }
  const share = numberShare(profile, facts.decimal);
  if (share < 1) {
    const wrong = profile.values.find(({ text }) => Number.isNaN(numberIn(text)));
    return { spec: { kind: 'number' }, reason: `numbers, but for ${show(wrong?.text)}, which is refused` };
  }
  if (min >= 0 && words.includes('days') && words.includes('since'))
    return {
      spec: { kind: 'days-since' },
      reason: `named so, ${range}${gaps(profile).replace('a state of its own', 'for it never did')}`,
    };
  if (whole === 1 && min === 0 && max > 1 && mean <= max / 4)
    return { spec: { kind: 'count' }, reason: `whole numbers, ${range}, most of them small${gaps(profile)}` };
  return { spec: { kind: 'number' }, reason: `${range}${gaps(profile)}` };
}

function guessText(profile: ColumnProfile): FeatureGuess {
  const { distinct, values } = profile;
  if (distinct > 20 && distinctShare(profile) > 0.9)
    return { spec: null, reason: 'nearly every row has a text of its own' };
  if (values.every(({ text }) => /^[[{].*[\]}]$/s.test(text)))
    return { spec: null, reason: `a list, which is no feature: ${examples(profile, 1)}` };
  const many = distinct > MOST_LEVELS ? `; all but the ${MOST_LEVELS} most frequent share one feature` : '';
  return {
    spec: { kind: 'category' },
    reason: `${amount(distinct)} names: ${examples(profile)}${many}${gaps(profile)}`,
  };
}

export function otherDates(shape: string): string {
  return `looks like ${shape}; write dates as YYYY-MM-DD`;
}

/** The kind of a column that is nothing else, or why it should be left out. */
export function guessFeature(profile: ColumnProfile, facts: FileFacts): FeatureGuess {
  if (isEmpty(profile)) return { spec: null, reason: 'empty' };
  const { distinct, missing, rows, flags, dates, whole, min, max } = profile;
  if (distinct === 1 && missing === 0)
    return { spec: null, reason: `the same in every row: ${examples(profile)}` };
  if (profile.dateShape !== null) return { spec: null, reason: otherDates(profile.dateShape) };
  const words = wordsOf(profile.name);
  const isNamedId = words.some((word) => IDS.includes(word));
  if (isUnique(profile)) {
    if (isNamedId) return { spec: null, reason: 'an id: every row has its own' };
    if (distinct > 20 && whole === 1 && max - min === rows - 1)
      return { spec: null, reason: 'numbers the rows' };
  }
  if (isNamedId && distinct > rows / 10 && distinct > 20)
    return { spec: null, reason: `named like an id, ${amount(distinct)} of them` };
  if (flags === 1)
    return { spec: { kind: 'flag' }, reason: `yes or no, as ${examples(profile)}${gaps(profile)}` };
  if (numberShare(profile, facts.decimal) >= NEARLY_ALL) return guessNumber(profile, words, facts);
  if (dates < NEARLY_ALL) return guessText(profile);
  if (!facts.hasTime) return { spec: null, reason: 'a date, and without time nobody knows how long ago' };
  return { spec: { kind: 'date' }, reason: `a date, seen as days before the decision${gaps(profile)}` };
}
