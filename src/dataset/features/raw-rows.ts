/** Single rows of raw columns, as JSON or a CSV gives them, to what the network sees and what is allowed. */
import { InputError, show } from '../../core/errors';
import { didYouMean, nearest } from '../../core/nearest';
import { contactReaders, type ContactReaders } from '../contacts/contact-columns';
import type { RawColumn } from '../contacts/contact-log';
import { rawColumn } from '../contacts/feature-columns';
import type { Bars } from '../decisions/bars';
import { historyMeanings } from '../decisions/history';
import { pastReader, type Past } from '../decisions/past';
import { compiledRules } from '../decisions/rules';
import type { ColumnReader } from '../read/columns';
import type { TableSource } from '../read/table-source';
import type { FeatureSpec } from '../schema/feature-schema';
import { namedColumns } from '../schema/named-columns';
import { encodeFeatures, type RowPlace } from './encode-features';
import { PastCounter, type PastCounts } from './past-counts';
import type { RawInputs } from './raw-inputs';
import { barOptOuts, barUnanswered, cellsOf, eligibleBars, lookBackRules } from './row-bars';
import { unseenLevels, unseenRemarks, type UnseenLevel } from './unseen-levels';

/** What is known of rows beside their columns. */
export interface RowContext {
  /** When all are decided, milliseconds; absent where the column of times says it, as far as it is asked. */
  readonly now?: number | undefined;
  /** Earlier decisions of a row's customer, asked once all rows are read; absent where nobody knows them. */
  readonly pastOf?: ((row: number) => Past) | undefined;
  /** Columns that are known of the rows' customers, which rows need not have; absent where there are none. */
  readonly customers?: KnownOfCustomers | undefined;
  /** Rules that ask for a past which nobody knows bar their actions. @default a remark says that they are not applied */
  readonly isStrict?: boolean | undefined;
}

export interface KnownOfCustomers {
  readonly names: ReadonlySet<string>;
  /** [rows] each, asked once all rows are read */
  readonly columnsOf: (rows: number) => readonly RawColumn[];
}

export interface EncodedRows {
  readonly rows: number;
  /** [rows, features] */
  readonly observations: Float32Array;
  /** What eligibility and rules bar; null where they bar nothing. */
  readonly bars: Bars | null;
  /** What a reader should hear of columns and their values, a line each. */
  readonly remarks: readonly string[];
}

/** What was fitted is what must be given; columns made of earlier rows have no spec of their own. */
export function specsOf({ schema, features }: RawInputs): Record<string, FeatureSpec> {
  return Object.fromEntries(
    features.map(({ column, kind }) => [column, schema.features?.[column] ?? { kind }]),
  );
}

/**
 * The readers that a row without its outcome can answer: with a past, features of earlier contacts are made of that, and
 * the row need not have them; nor what is known of its customer.
 */
export function readersOfRows(
  raw: RawInputs,
  actions: readonly string[],
  { now, pastOf, customers }: RowContext = {},
): { readers: ContactReaders; wanted: readonly ColumnReader[] } {
  const made = pastOf === undefined ? new Map<string, string>() : historyMeanings(raw.schema, actions);
  const specs = Object.entries(specsOf(raw)).filter(
    ([name]) => !made.has(name) && customers?.names.has(name) !== true,
  );
  const readers = contactReaders(raw.schema, Object.fromEntries(specs));
  const isTimed = pastOf !== undefined || raw.features.some(({ kind }) => kind === 'date');
  const wanted = [
    ...readers.features.map(({ reader }) => reader),
    ...(readers.eligibleList === null ? [] : [readers.eligibleList]),
    ...readers.eligibleFlags.values(),
    ...readers.ruleColumns.values(),
    ...(isTimed && now === undefined && readers.time !== null ? [readers.time] : []),
  ];
  return { readers, wanted };
}

/** A line for each rule that these rows cannot answer. @param why they cannot */
function unansweredRemarks({ schema }: RawInputs, actions: readonly string[], why: string): string[] {
  const rules = compiledRules(lookBackRules(schema), actions, schema.noAction);
  return rules.map(({ text }) => `rule not applied, for ${why}: ${text}`);
}

/** What is barred, and the features that are made of the past where there is one. */
function barsAndPast(
  source: TableSource,
  readers: ContactReaders,
  { schema }: RawInputs,
  actions: readonly string[],
  times: Float64Array | null,
  { pastOf, isStrict = false }: RowContext,
): {
  readonly bars: Bars | null;
  readonly columns: readonly RawColumn[];
  readonly pasts: PastCounts | null;
} {
  const bars = eligibleBars(source, readers, schema, actions);
  const { rows } = source;
  const barsOrNull = () => (bars.reasons.length === 0 ? null : bars);
  if (pastOf === undefined) {
    barOptOuts(bars, rows, readers, schema, actions);
    if (isStrict) barUnanswered(bars, rows, schema, actions);
    return { bars: barsOrNull(), columns: [], pasts: null };
  }
  const { columns, read } = pastReader(rows, schema, actions);
  const cells = cellsOf(readers);
  const pasts = new PastCounter();
  for (let row = 0; row < rows; row += 1) {
    const [past, now] = [pastOf(row), times?.[row] ?? NaN];
    pasts.add(past.times, read(row, past, now, cells(row), bars.bar), now);
  }
  return { bars: barsOrNull(), columns, pasts };
}

/** Rows by what was read of them, apart from words about it. */
export interface EncodedPart extends Omit<EncodedRows, 'remarks'> {
  readonly unseen: readonly UnseenLevel[];
  /** null where nobody knows any. */
  readonly pasts: PastCounts | null;
}

/**
 * What the readers took, to what the network sees and what is allowed.
 *
 * @param readers those of `readersOfRows` by the same context
 * @param place of a row, for messages
 */
export function encodeRead(
  source: TableSource,
  readers: ContactReaders,
  raw: RawInputs,
  actions: readonly string[],
  place: RowPlace,
  context: RowContext,
): EncodedPart {
  const { rows } = source;
  const { now, pastOf, customers } = context;
  const isTimed = pastOf !== undefined || raw.features.some(({ kind }) => kind === 'date');
  const read = isTimed && now === undefined ? (readers.time?.values() ?? null) : null;
  const times = now === undefined ? read : new Float64Array(rows).fill(now);
  const { bars, columns, pasts } = barsAndPast(source, readers, raw, actions, times, context);
  const table = new Map<string, RawColumn>([
    ...readers.features.map(({ name, spec, reader }): [string, RawColumn] => [
      name,
      rawColumn(source, name, spec, reader),
    ]),
    ...[...columns, ...(customers?.columnsOf(rows) ?? [])].map((column): [string, RawColumn] => [
      column.name,
      column,
    ]),
  ]);
  const all = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) all[row] = row;
  return {
    ...{ rows, bars, pasts },
    observations: encodeFeatures(raw.features, table, all, times, place),
    unseen: unseenLevels(raw.features, table, all),
  };
}

/** What readers have read of rows, each by itself. @param why the rows are not looked back on */
export function encodedTable(
  source: TableSource,
  readers: ContactReaders,
  raw: RawInputs,
  actions: readonly string[],
  place: RowPlace,
  why: string,
  context: RowContext = {},
): EncodedRows {
  const { unseen, rows, observations, bars } = encodeRead(source, readers, raw, actions, place, context);
  const isUnanswered = context.pastOf === undefined && context.isStrict !== true;
  return {
    ...{ rows, observations, bars },
    remarks: [...(isUnanswered ? unansweredRemarks(raw, actions, why) : []), ...unseenRemarks(unseen, place)],
  };
}

/** A value of JSON as the cell of a file. */
function cellOf(value: unknown, { schema }: RawInputs): string {
  if (value === null) return schema.missing[0] ?? '';
  if (typeof value === 'number')
    return schema.decimal === ',' ? String(value).replace('.', ',') : String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Columns that the model asks for, or that the log trained on has. */
export function knownColumns(wanted: readonly ColumnReader[], { schema }: RawInputs): ReadonlySet<string> {
  return new Set([...wanted.map(({ name }) => name), ...namedColumns(schema).map(([, name]) => name)]);
}

/** Keys that no column of the log trained on is called: the model asks for none of them. */
function strangeKeys(
  rows: readonly Readonly<Record<string, unknown>>[],
  wanted: readonly ColumnReader[],
  raw: RawInputs,
): string[] {
  const known = knownColumns(wanted, raw);
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !known.has(key));
}

export function strangeRemark(place: string, key: string, names: readonly string[]): string {
  const hint = didYouMean(key, names, show) || `; it asks for ${names.map(show).join(', ')}`;
  return `${place} ${key}: not a column that the model asks for${hint}`;
}

function refuseLacking(
  at: string,
  what: string | undefined,
  meant: string | null,
  names: readonly string[],
): never {
  const hint = meant === null ? '' : `; did you mean it by ${show(meant)}?`;
  throw new InputError(
    `${at}: expected ${what ?? 'a value'}, got none; the model asks for ${names.map(show).join(', ')} (null where not known)${hint}`,
  );
}

/**
 * @param rows values by column; columns that the model does not ask for are remarked on, unless the log has them
 * @param place of the rows in messages, such as `--row`
 * @param actions the model's
 * @throws InputError naming the row and the column
 */
export function encodeRows(
  raw: RawInputs,
  rows: readonly Readonly<Record<string, unknown>>[],
  place: string,
  actions: readonly string[],
  context: RowContext = {},
): EncodedRows {
  const { readers, wanted } = readersOfRows(raw, actions, context);
  const names = wanted.map(({ name }) => name);
  const history = historyMeanings(raw.schema, actions);
  const strange = strangeKeys(rows, wanted, raw);
  const placeOf = (row: number) => `${place}${rows.length > 1 ? ` ${row + 1}` : ''}`;
  rows.forEach((row, index) => {
    for (const reader of wanted) {
      const at = `${placeOf(index)} ${reader.name}`;
      if (!Object.hasOwn(row, reader.name))
        refuseLacking(at, history.get(reader.name), nearest(reader.name, strange), names);
      const expectation = reader.append(cellOf(row[reader.name], raw));
      if (expectation !== null)
        throw new InputError(`${at}: expected ${expectation}, got ${show(row[reader.name])}`);
    }
  });
  const lines = Int32Array.from(rows, (_, index) => index + 1);
  const result = encodedTable(
    { rows: rows.length, files: [place], formats: ['csv'], fileOf: null, lines, dataHash: '' },
    readers,
    raw,
    actions,
    placeOf,
    'a single row knows no earlier contacts',
    context,
  );
  const remarks = strange.map((key) => strangeRemark(place, key, names));
  return { ...result, remarks: [...remarks, ...result.remarks] };
}
