/** Single rows of raw columns, as JSON or a CSV gives them, to what the network sees and what is allowed. */
import { InputError, show } from '../../core/errors';
import { didYouMean, nearest } from '../../core/nearest';
import { eligibleOf } from '../contacts/action-columns';
import { contactReaders, ruleNames, type ContactReaders } from '../contacts/contact-columns';
import type { RawColumn } from '../contacts/contact-log';
import { rawColumn } from '../contacts/feature-columns';
import { historyMeanings } from '../decisions/history';
import { compiledRules } from '../decisions/rules';
import type { ColumnReader } from '../read/columns';
import { tablePlace, type TableSource } from '../read/table-source';
import type { FeatureSpec } from '../schema/feature-schema';
import type { LogSchema } from '../schema/log-schema';
import { namedColumns } from '../schema/named-columns';
import type { Rule } from '../schema/rule-schema';
import { encodeFeatures, type RowPlace } from './encode-features';
import type { RawInputs } from './raw-inputs';
import { unseenLevels, unseenRemarks } from './unseen-levels';

export interface EncodedRows {
  readonly rows: number;
  /** [rows, features] */
  readonly observations: Float32Array;
  /** [rows, actions] by eligibility and opt-outs; null where everything always is */
  readonly allowed: Uint8Array | null;
  /** What a reader should hear of columns and their values, a line each. */
  readonly remarks: readonly string[];
}

/** What was fitted is what must be given; columns made of earlier rows have no spec of their own. */
export function specsOf({ schema, features }: RawInputs): Record<string, FeatureSpec> {
  return Object.fromEntries(
    features.map(({ column, kind }) => [column, schema.features?.[column] ?? { kind }]),
  );
}

/** The readers that a row without its outcome can answer. */
export function readersOfRows(raw: RawInputs): { readers: ContactReaders; wanted: readonly ColumnReader[] } {
  const readers = contactReaders(raw.schema, specsOf(raw));
  const hasDates = raw.features.some(({ kind }) => kind === 'date');
  const wanted = [
    ...readers.features.map(({ reader }) => reader),
    ...(readers.eligibleList === null ? [] : [readers.eligibleList]),
    ...readers.eligibleFlags.values(),
    ...readers.ruleColumns.values(),
    ...(hasDates && readers.time !== null ? [readers.time] : []),
  ];
  return { readers, wanted };
}

/** Rules that ask for earlier contacts, which no single row can answer. */
export function lookBackRules({ rules = [] }: LogSchema): readonly Rule[] {
  return rules.filter((rule) => !('never' in rule));
}

/** [rows, actions] by eligibility and opt-outs. */
function allowedOf(
  source: TableSource,
  readers: ContactReaders,
  { schema }: RawInputs,
  actions: readonly string[],
): Uint8Array | null {
  const rules = (schema.rules ?? []).filter((rule) => 'never' in rule);
  const optOuts = compiledRules(rules, actions, schema.noAction);
  const eligible = eligibleOf(source, readers, schema, actions);
  if (eligible === null && optOuts.length === 0) return null;
  const width = actions.length;
  const allowed = eligible ?? new Uint8Array(source.rows * width).fill(1);
  const columns = new Map([...readers.ruleColumns].map(([name, reader]) => [name, ruleNames(reader)]));
  for (let row = 0; row < source.rows; row += 1) {
    const cell = (name: string) => {
      const { codes, names } = columns.get(name)!;
      return names[codes[row]!] ?? null;
    };
    for (const { apply } of optOuts) apply(0, cell, (action) => (allowed[row * width + action] = 0));
    allowed[row * width] = 1;
  }
  return allowed;
}

/** A line for each rule that these rows cannot answer. @param why they cannot */
function unansweredRemarks({ schema }: RawInputs, actions: readonly string[], why: string): string[] {
  const rules = compiledRules(lookBackRules(schema), actions, schema.noAction);
  return rules.map(({ text }) => `rule not applied, for ${why}: ${text}`);
}

/** What readers have read of rows, each by itself. @param why the rows are not looked back on */
export function encodedTable(
  source: TableSource,
  readers: ContactReaders,
  raw: RawInputs,
  actions: readonly string[],
  place: RowPlace,
  why: string,
): EncodedRows {
  const table = new Map(
    readers.features.map(({ name, spec, reader }): [string, RawColumn] => [
      name,
      rawColumn(source, name, spec, reader),
    ]),
  );
  const { rows } = source;
  const times = raw.features.some(({ kind }) => kind === 'date') ? (readers.time?.values() ?? null) : null;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return {
    rows,
    observations: encodeFeatures(raw.features, table, all, times, (row) => tablePlace(source, row)),
    allowed: allowedOf(source, readers, raw, actions),
    remarks: [
      ...unansweredRemarks(raw, actions, why),
      ...unseenRemarks(unseenLevels(raw.features, table, all), place),
    ],
  };
}

/** A value of JSON as the cell of a file. */
function cellOf(value: unknown, { schema }: RawInputs): string {
  if (value === null) return schema.missing[0] ?? '';
  if (typeof value === 'number')
    return schema.decimal === ',' ? String(value).replace('.', ',') : String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Keys that no column of the log trained on is called: the model asks for none of them. */
function strangeKeys(
  rows: readonly Readonly<Record<string, unknown>>[],
  wanted: readonly ColumnReader[],
  { schema }: RawInputs,
): string[] {
  const known = new Set([...wanted.map(({ name }) => name), ...namedColumns(schema).map(([, name]) => name)]);
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !known.has(key));
}

function strangeRemark(place: string, key: string, names: readonly string[]): string {
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
): EncodedRows {
  const { readers, wanted } = readersOfRows(raw);
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
  );
  const remarks = strange.map((key) => strangeRemark(place, key, names));
  return { ...result, remarks: [...remarks, ...result.remarks] };
}
