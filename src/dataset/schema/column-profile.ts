/** What the cells of a column look like, so that one may guess what the column means. */
import { numberOrExpectation, type ColumnReader } from '../read/columns';
import { isFlag } from '../read/contact-columns';
import { parseTime } from '../read/times';
import { dateShape } from './date-shapes';
import { sampleFile, type Sample, type SampleOptions } from './sample-columns';

/** Different values kept of a column, and of one with fractions, which are amounts and never names. */
const MOST_DISTINCT = 100_000;
const MOST_FRACTIONS = 1000;

/** Words that stand for "not known" among numbers, dates or flags. */
const MISSING_WORDS = new Set(['na', 'n/a', '#n/a', 'null', 'nan', '\\n', '?', '-']);

export interface ColumnProfile {
  readonly name: string;
  readonly rows: number;
  /** Rows with an empty cell. */
  readonly empty: number;
  /** Rows that are empty or hold one of `missingWords`. */
  readonly missing: number;
  /** What stands for "not known" beside the empty cell, as the file writes it. */
  readonly missingWords: readonly string[];
  /** How many different values there are among `distinctAmong` rows with one. */
  readonly distinct: number;
  /** Rows with a value until so many different ones were found that counting stopped; else all. */
  readonly distinctAmong: number;
  /** The most frequent values, at most 1,000, and the rows of each. */
  readonly values: readonly { readonly text: string; readonly rows: number }[];
  /** Share of the values, those that are not missing, that are numbers without a decimal comma. */
  readonly numeric: number;
  /** Share that needs a decimal point, or an exponent. */
  readonly pointed: number;
  /** Share of numbers with a decimal comma. */
  readonly comma: number;
  /** Share of whole numbers. */
  readonly whole: number;
  /** Share of numbers above 0 and at most 1. */
  readonly probabilities: number;
  /** Share of yes and no, and their like. */
  readonly flags: number;
  /** Share of dates and times. */
  readonly dates: number;
  /** The shape of dates that no log reads, such as `DD.MM.YYYY`; null of other columns. */
  readonly dateShape: string | null;
  /** Of the numbers, NaN where there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** The number in a cell, with a decimal comma if need be; NaN if it is none. */
export function numberIn(cell: string): number {
  const value = numberOrExpectation(/^[+-]?\d*,\d+$/.test(cell) ? cell.replace(',', '.') : cell);
  return typeof value === 'number' ? value : NaN;
}

const inUtc = () => 0;

/** Counts rows by what their values look like. */
class KindTally {
  readonly #missingWords = new Set<string>();
  readonly #kinds = { numeric: 0, pointed: 0, comma: 0, whole: 0, probabilities: 0, flags: 0, dates: 0 };
  readonly #numbers = { count: 0, sum: 0, min: Infinity, max: -Infinity };
  /** Rows with a word that stands for "not known". */
  missing = 0;

  add(text: string, rows: number): void {
    const kinds = this.#kinds;
    if (MISSING_WORDS.has(text.toLowerCase())) {
      this.missing += rows;
      this.#missingWords.add(text);
      return;
    }
    if (isFlag(text)) kinds.flags += rows;
    const value = numberIn(text);
    if (Number.isNaN(value)) {
      if (!Number.isNaN(parseTime(text, inUtc))) kinds.dates += rows;
      return;
    }
    kinds[text.includes(',') ? 'comma' : 'numeric'] += rows;
    if (/[.e]/i.test(text)) kinds.pointed += rows;
    if (Number.isInteger(value)) kinds.whole += rows;
    if (value > 0 && value <= 1) kinds.probabilities += rows;
    const numbers = this.#numbers;
    numbers.count += rows;
    numbers.sum += rows * value;
    numbers.min = Math.min(numbers.min, value);
    numbers.max = Math.max(numbers.max, value);
  }

  /** @param filled rows with a cell that is not empty */
  shares(filled: number) {
    const kinds = this.#kinds;
    const share = (kind: keyof typeof kinds) => kinds[kind] / Math.max(1, filled - this.missing);
    const { count, sum, min, max } = this.#numbers;
    return {
      missingWords: [...this.#missingWords],
      ...{ numeric: share('numeric'), pointed: share('pointed'), comma: share('comma') },
      ...{ whole: share('whole'), probabilities: share('probabilities') },
      ...{ flags: share('flags'), dates: share('dates') },
      ...(count === 0 ? { min: NaN, max: NaN, mean: NaN } : { min, max, mean: sum / count }),
    };
  }
}

/** Looks at the cells of a column one by one. */
export class ProfileColumn implements ColumnReader {
  readonly name: string;
  readonly #counts = new Map<string, number>();
  readonly #seen = { rows: 0, empty: 0, distinctAmong: 0 };
  /** Of the values that are not counted one by one, and in the end of all. */
  readonly #tally = new KindTally();
  #hasFractions = false;
  #isFull = false;

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): null {
    const text = cell.trim();
    this.#seen.rows += 1;
    if (text === '') {
      this.#seen.empty += 1;
      return null;
    }
    const before = this.#counts.get(text);
    if (before === undefined) {
      const value = numberIn(text);
      this.#hasFractions ||= value % 1 !== 0 && !Number.isNaN(value);
      this.#isFull ||= this.#counts.size >= (this.#hasFractions ? MOST_FRACTIONS : MOST_DISTINCT);
    }
    if (!this.#isFull) this.#seen.distinctAmong += 1;
    if (before !== undefined || !this.#isFull) this.#counts.set(text, (before ?? 0) + 1);
    else this.#tally.add(text, 1);
    return null;
  }

  /** Call it once, when all cells were seen. */
  profile(): ColumnProfile {
    const { rows, empty, distinctAmong } = this.#seen;
    for (const [text, times] of this.#counts) this.#tally.add(text, times);
    const values = Array.from(this.#counts, ([text, times]) => ({ text, rows: times }));
    const isKnown = (text: string) => !MISSING_WORDS.has(text.toLowerCase());
    return {
      ...{ name: this.name, rows, empty, distinct: values.length, distinctAmong },
      values: values.sort((a, b) => b.rows - a.rows).slice(0, 1000),
      ...this.#tally.shares(rows - empty),
      dateShape: dateShape([...this.#counts.keys()].filter(isKnown)),
      missing: empty + this.#tally.missing,
    };
  }
}

export interface FileProfile extends Omit<Sample<ProfileColumn>, 'readers'> {
  readonly columns: readonly ColumnProfile[];
}

/**
 * Looks at the first rows of a file.
 *
 * @throws InputError if the file cannot be read
 */
export async function profileColumns(file: string, options: SampleOptions = {}): Promise<FileProfile> {
  const { readers, ...sample } = await sampleFile(file, (name) => new ProfileColumn(name), options);
  return { ...sample, columns: readers.map((reader) => reader.profile()) };
}
