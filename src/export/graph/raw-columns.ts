/**
 * Raw columns to features in a graph, as `dataset/features` encodes a row of JSON: in double precision, rounded to single
 * last. What the product refuses (no value where no row trained on lacked it, a count that is none, a level that the
 * schema does not know) a graph cannot refuse with a message: such rows are marked, and get no action.
 */
import { FLAG } from '../../dataset/features/encode-features';
import type { FittedFeature } from '../../dataset/features/fitted-features';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { unitMilliseconds } from '../../dataset/schema/time-units';
import type { GraphBuilder } from './builder';
import type { Place } from './graph';

type NumericFeature = Exclude<FittedFeature, { kind: 'category' }>;
type CategoryFeature = Extract<FittedFeature, { kind: 'category' }>;

/** The least number that single precision rounds to infinity. */
const TOO_LARGE = 2 ** 128 - 2 ** 103;
/** Milliseconds from 1970 to the last date there is (ECMA-262, time values). */
const LAST_DATE = 8.64e15;

export interface EncodedColumns {
  /** [rows, features] float32 */
  readonly features: Place;
  /** [rows, 1] bool, each: rows that the product refuses */
  readonly refused: readonly Place[];
}

const described: Readonly<Record<FittedFeature['kind'], string>> = {
  number: 'a number; NaN where not known',
  count: 'a whole number from 0 on; NaN where not known',
  'days-since': 'days since, from 0 on; NaN where it never happened',
  date: 'milliseconds since 1970 in UTC; NaN where not known',
  flag: '1 for yes, 0 for no; NaN where not known',
  category: 'text, without blanks around it',
};

function missingWords({ schema }: RawInputs): string {
  return schema.missing.length === 0
    ? ''
    : `; ${schema.missing.map((word) => JSON.stringify(word)).join(' or ')} where not known`;
}

/** What an input takes, for who fills it in. */
export function columnMeaning(raw: RawInputs, { kind }: FittedFeature): string {
  return `${described[kind]}${kind === 'category' ? missingWords(raw) : ''}`;
}

/** Numbers that the schema takes for missing: those whose text in JSON is one of its words. */
function missingNumbers({ schema }: RawInputs): number[] {
  const textOf = (value: number) =>
    schema.decimal === ',' ? String(value).replace('.', ',') : String(value);
  return schema.missing.flatMap((word) => {
    const value = Number(schema.decimal === ',' ? word.replace(',', '.') : word);
    return word !== '' && Number.isFinite(value) && textOf(value) === word ? [value] : [];
  });
}

class ColumnNodes {
  readonly #builder: GraphBuilder;
  readonly #raw: RawInputs;
  readonly #time: Place | null;
  readonly refused: Place[] = [];

  constructor(builder: GraphBuilder, raw: RawInputs) {
    this.#builder = builder;
    this.#raw = raw;
    const { time } = raw.schema;
    const asksTime = time !== undefined && raw.features.some(({ kind }) => kind === 'date');
    this.#time = asksTime ? this.#timeOf(time) : null;
  }

  /** [rows, n] float32, each: the numbers of the column */
  encoded(fitted: FittedFeature): readonly Place[] {
    const builder = this.#builder;
    const { column } = fitted;
    const type = fitted.kind === 'category' ? 'string' : 'float64';
    const input = builder.input(column, type, ['rows'], columnMeaning(this.#raw, fitted));
    const cells = builder.reshape(input, ['rows', 1]);
    return fitted.kind === 'category' ? this.#category(fitted, cells) : this.#numbers(fitted, cells);
  }

  #scalar(value: number): Place {
    return this.#builder.scalar('float64', value);
  }

  #compare(name: 'less' | 'greaterEqual' | 'equal', x: Place, value: number): Place {
    return this.#builder.binary(name, x, this.#scalar(value));
  }

  /** Milliseconds of the decision; a row without it is refused. */
  #timeOf(column: string): Place {
    const builder = this.#builder;
    const { timeUnit } = this.#raw.schema;
    const what =
      timeUnit === undefined ? 'milliseconds since 1970 in UTC' : `a number, its unit: ${timeUnit}`;
    const input = builder.input(column, 'float64', ['rows'], `when it is decided: ${what}`);
    const cells = builder.reshape(input, ['rows', 1]);
    const unit = timeUnit === undefined ? 1 : unitMilliseconds[timeUnit];
    const time = unit === 1 ? cells : builder.binary('multiply', cells, this.#scalar(unit));
    this.refused.push(builder.isBeyond(time, this.#scalar(LAST_DATE)));
    return time;
  }

  #isMissing({ column, kind }: NumericFeature, x: Place): Place {
    const never = kind === 'days-since' ? this.#raw.schema.features?.[column]?.never : undefined;
    const words = kind === 'date' ? [] : missingNumbers(this.#raw);
    const standIns = never === undefined ? words : [...words, never];
    return this.#builder.all('or', [
      this.#builder.unary('isNaN', x),
      ...standIns.map((value) => this.#compare('equal', x, value)),
    ]);
  }

  /** What is no value of its kind. */
  #isWrong(kind: NumericFeature['kind'], x: Place): Place {
    const builder = this.#builder;
    if (kind === 'flag') {
      const isFlag = builder.binary('or', this.#compare('equal', x, 0), this.#compare('equal', x, 1));
      return builder.unary('not', isFlag);
    }
    if (kind === 'date') return builder.isBeyond(x, this.#scalar(LAST_DATE));
    const wrong = [this.#compare('greaterEqual', builder.unary('abs', x), TOO_LARGE)];
    if (kind !== 'number') wrong.push(this.#compare('less', x, 0));
    if (kind === 'count') wrong.push(builder.binary('less', builder.unary('floor', x), x));
    return builder.all('or', wrong);
  }

  /** On a logarithmic scale, or as days before the decision: `measured` of `dataset/features/fit-features.ts`. */
  #measured(kind: NumericFeature['kind'], x: Place): Place {
    const builder = this.#builder;
    if (kind === 'count' || kind === 'days-since')
      return builder.unary('log', builder.binary('add', x, this.#scalar(1)));
    if (kind !== 'date') return x;
    const before = builder.binary('subtract', this.#time ?? this.#scalar(0), x);
    return builder.binary('divide', before, this.#scalar(DAY));
  }

  #numbers(fitted: NumericFeature, x: Place): readonly Place[] {
    const builder = this.#builder;
    const { kind } = fitted;
    const { origin, mean, scale } = kind === 'flag' ? FLAG : fitted;
    const isMissing = this.#isMissing(fitted, x);
    const known = builder.select(isMissing, this.#scalar(0), x);
    this.refused.push(
      fitted.missing
        ? this.#isWrong(kind, known)
        : builder.binary('or', isMissing, this.#isWrong(kind, known)),
    );
    const fromOrigin = builder.binary('subtract', this.#measured(kind, known), this.#scalar(origin));
    const standard = builder.binary(
      'multiply',
      builder.binary('subtract', fromOrigin, this.#scalar(mean)),
      this.#scalar(scale),
    );
    const value = builder.cast(builder.select(isMissing, this.#scalar(0), standard), 'float32');
    return fitted.missing ? [value, builder.cast(isMissing, 'float32')] : [value];
  }

  /** [rows, 1] whether a cell is one of some words */
  #isOneOf(cells: Place, words: readonly string[]): Place {
    const builder = this.#builder;
    if (words.length === 0) return builder.unary('not', builder.binary('equal', cells, cells));
    const list = builder.constant('string', [1, words.length], words);
    return builder.any(builder.binary('equal', cells, list));
  }

  /** [rows, levels] */
  #oneHot(cells: Place, levels: readonly string[], isMissing: Place): Place {
    const builder = this.#builder;
    const isLevel = builder.binary('equal', cells, builder.constant('string', [1, levels.length], levels));
    // What says that nothing is known is no level, even where one is called so.
    const isTaken = levels.some((level) => this.#raw.schema.missing.includes(level));
    return builder.cast(
      isTaken ? builder.binary('and', isLevel, builder.unary('not', isMissing)) : isLevel,
      'float32',
    );
  }

  #category({ column, levels, missing, other }: CategoryFeature, cells: Place): readonly Place[] {
    const builder = this.#builder;
    const { schema } = this.#raw;
    const isMissing = this.#isOneOf(cells, schema.missing);
    const isNeither = (words: readonly string[]) =>
      builder.unary('not', builder.binary('or', isMissing, this.#isOneOf(cells, words)));
    if (!missing) this.refused.push(isMissing);
    if (!schema.missing.includes('')) this.refused.push(this.#isOneOf(cells, ['']));
    const declared = schema.features?.[column]?.levels;
    if (declared !== undefined) this.refused.push(isNeither(declared));
    return [
      ...(levels.length === 0 ? [] : [this.#oneHot(cells, levels, isMissing)]),
      ...(other ? [builder.cast(isNeither(levels), 'float32')] : []),
      ...(missing ? [builder.cast(isMissing, 'float32')] : []),
    ];
  }
}

/** An input for every column that the features are made of, and for the time of the decision where dates ask for it. */
export function rawColumnNodes(builder: GraphBuilder, raw: RawInputs): EncodedColumns {
  const nodes = new ColumnNodes(builder, raw);
  const numbers = raw.features.flatMap((fitted) => nodes.encoded(fitted));
  return { features: builder.concatenate(numbers, 1), refused: nodes.refused };
}
