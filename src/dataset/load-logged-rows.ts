/** A log file and its schema to rows that can be learned from. */
import { InputError, show } from '../core/errors';
import { NameColumn, NumberColumn, NumberListColumn, type ColumnReader } from './read/columns';
import { actionList } from './action-list';
import { readCsv } from './read/csv';
import type { LoggedRows } from './logged-rows';
import type { SchemaConfig } from './schema-config';

export interface LoadOptions {
  /** The action list to number by, No Action first, as a model has it. @default that of the log */
  readonly actions?: readonly string[];
  /** Told the rows read so far. */
  readonly onProgress?: (rows: number) => void;
}

export interface LoadedRows {
  readonly rows: LoggedRows;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly dataHash: string;
}

/** The state's columns while they are read, and what they come to. */
interface StateReader {
  readonly readers: readonly ColumnReader[];
  features(): readonly string[];
  /** [rows, features] @throws InputError for columns of which single precision keeps too little */
  observations(place: string): Float32Array;
}

function listStateReader(column: string, features: readonly string[] | undefined): StateReader {
  const list = new NumberListColumn(column, features?.length ?? null);
  return {
    readers: [list],
    features: () => features ?? Array.from({ length: list.width }, (_, i) => `${column}[${i}]`),
    observations: () => new Float32Array(list.values()),
  };
}

function columnsStateReader(features: readonly string[]): StateReader {
  const readers = features.map((feature) => new NumberColumn(feature));
  return {
    readers,
    features: () => features,
    observations: (place) => {
      const columns = readers.map((reader) => reader.values());
      columns.forEach((values, i) => expectPrecision(`${place} ${features[i]!}`, values));
      return interleaved(columns);
    },
  };
}

/** From here on single precision has no place for every whole number. */
const LARGE = 2 ** 24;

/**
 * States are seen in single precision, in which neighbouring times in milliseconds, and long numbers that are names, are
 * one and the same.
 */
function expectPrecision(place: string, values: Float64Array): void {
  if (!values.some((value) => Math.abs(value) > LARGE)) return;
  const different = new Set(values).size;
  const kept = new Set(Float32Array.from(values)).size;
  if (2 * kept > different) return;
  throw new InputError(
    `${place}: expected numbers that differ in single precision, got ${different} different ones of which it keeps ${kept}; ` +
      'without the key state the schema describes raw columns, which are scaled before',
  );
}

/** [rows, columns] from columns of equal length */
function interleaved(columns: readonly Float64Array[]): Float32Array {
  const width = columns.length;
  const rows = columns[0]?.length ?? 0;
  const values = new Float32Array(rows * width);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i += 1) values[i * width + j] = column[i]!;
  });
  return values;
}

/**
 * @returns [actions] cost of each action, 0 where none is given
 * @throws InputError for the cost of an action that is not in the list
 */
export function costList(
  place: string,
  actions: readonly string[],
  costs: Readonly<Record<string, number>>,
): readonly number[] {
  const contacts = actions.slice(1);
  const unknown = Object.keys(costs).find((action) => !contacts.includes(action));
  if (unknown !== undefined) {
    throw new InputError(
      `${place} costs: expected actions (${contacts.map(show).join(', ')}), got ${show(unknown)}`,
    );
  }
  return actions.map((action) => (Object.hasOwn(costs, action) ? costs[action]! : 0));
}

/**
 * Each row's action by its place in a list that may know more actions than were logged.
 *
 * @throws InputError with the line of the first row whose action is not in the list
 */
function numberedActions(
  file: string,
  { action: column, noAction }: SchemaConfig,
  actions: readonly string[],
  logged: NameColumn,
  lines: Int32Array,
): Int32Array {
  const names = logged.names();
  const codes = logged.codes();
  // Action 0 is found under the schema's name alone: a contact of the name No Action is in no list.
  const indexOfCode = names.map((name) => (name === noAction ? 0 : actions.indexOf(name, 1)));
  const unknown = codes.findIndex((code) => indexOfCode[code]! < 0);
  if (unknown >= 0) {
    const known = [noAction, ...actions.slice(1)].map(show).join(', ');
    throw new InputError(
      `${file}:${lines[unknown]!} ${column}: expected one of ${known}, got ${show(names[codes[unknown]!])}`,
    );
  }
  return codes.map((code) => indexOfCode[code]!);
}

/**
 * Reads logged contacts.
 *
 * @param file CSV with a header
 * @param schema which columns mean what
 * @throws InputError with file, line, column, expectation and value
 */
export async function loadLoggedRows(
  file: string,
  schema: SchemaConfig,
  { actions: given, onProgress }: LoadOptions = {},
): Promise<LoadedRows> {
  const state =
    typeof schema.state === 'string'
      ? listStateReader(schema.state, schema.features)
      : columnsStateReader(schema.state);
  const action = new NameColumn(schema.action);
  const reward = new NumberColumn(schema.reward);
  const { lines, dataHash } = await readCsv(file, [...state.readers, action, reward], {
    ...{ encoding: schema.encoding, separator: schema.separator, onProgress },
  });
  const actions = given ?? actionList(`${file} ${schema.action}`, action.names(), schema.noAction);
  const loggedActions = numberedActions(file, schema, actions, action, lines);
  const rows: LoggedRows = {
    features: state.features(),
    actions,
    actionCosts: costList(file, actions, schema.costs),
    observations: state.observations(`${file}:1`),
    loggedActions,
    rewards: reward.values(),
    lines,
  };
  return { rows, dataHash };
}
