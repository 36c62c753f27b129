/** Decisions of a log as the rows of a CSV, in the columns of the log trained on. */
import { csvCell } from '../../core/csv-text';
import { InputError } from '../../core/errors';
import { writeFully } from '../../core/files';
import type { LogFile } from '../log/log-files';
import type { DecisionLine } from '../log/log-lines';
import { headerOf, type CollectedSchema } from './collected-schema';
import { linesOf } from './log-reader';
import type { LoggedModels } from './models-of-log';
import type { ToldOutcomes } from './told-outcomes';

export interface RowsSource {
  /** Models that decided: each has the features of its states in an order of its own. */
  readonly known: LoggedModels;
  readonly files: readonly LogFile[];
  readonly outcomes: ToldOutcomes;
  /** Names by which lines say No Action. */
  readonly noActions: ReadonlySet<string>;
}

export interface WrittenRows {
  readonly rows: number;
  /** Decisions of which nobody told what came of them. */
  readonly left: number;
  /** Decisions of which somebody did. */
  readonly matched: number;
}

/** A value of JSON as a cell. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** By name; of a state the features of the model that decided on it. @throws InputError where it has others */
function columnsOf({ id, model, columns, state }: DecisionLine, known: LoggedModels) {
  if (columns !== null || state === null) return columns ?? {};
  const features = known.get(model)?.features;
  if (features === undefined)
    throw new InputError(
      `decision ${id}: expected raw columns, as the model takes that decided last, got a state`,
    );
  if (state.length !== features.length)
    throw new InputError(
      `decision ${id}: expected a state of ${features.length} numbers (${features.join(', ')}), as its model has, got ${state.length}`,
    );
  return Object.fromEntries(features.map((name, i) => [name, state[i]!]));
}

/** What was allowed, in the columns in which the log trained on says so. */
function maskCells(
  { eligible, schema }: CollectedSchema,
  allowed: readonly string[],
  noActions: ReadonlySet<string>,
): readonly string[] {
  if (eligible === undefined) return [];
  const names = allowed.map((name) => (noActions.has(name) ? schema.noAction : name));
  if (typeof eligible === 'string') return [names.join('|')];
  return Object.keys(eligible).map((action) => (names.includes(action) ? '1' : '0'));
}

interface CellSettings extends Pick<RowsSource, 'noActions' | 'known'> {
  readonly untold: number | null;
}

/** @returns the cells of a decision; null where nobody told what came of it */
function cellsOf(
  line: DecisionLine,
  sequence: number,
  collected: CollectedSchema,
  told: Readonly<Record<string, number>> | undefined,
  { noActions, known, untold }: CellSettings,
): readonly string[] | null {
  const { required, optional, columns, schema } = collected;
  const earned = required.map((name) => told?.[name] ?? untold);
  if (earned.includes(null)) return null;
  const { id, customer, time, model, group, allowed, action, propensity } = line;
  const given: Readonly<Record<string, unknown>> = columnsOf(line, known);
  return [
    // Whoever has no name is nobody else.
    ...[id, customer ?? id, String(time), String(sequence), model, group],
    ...columns.map((name) => cellOf(given[name])),
    ...maskCells(collected, allowed, noActions),
    ...[noActions.has(action) ? schema.noAction : action, String(propensity)],
    ...earned.map(String),
    ...optional.map((name) => String(told?.[name] ?? 0)),
  ];
}

/** Text of about so many letters is written at once. */
const PIECE = 2 ** 20;

/**
 * @param handle of a file that is open
 * @param untold what a decision earned of which nobody told anything; null leaves it out
 */
export async function writeRows(
  handle: number,
  { files, outcomes, noActions, known }: RowsSource,
  collected: CollectedSchema,
  untold: number | null,
): Promise<WrittenRows> {
  let [rows, left, matched] = [0, 0, 0];
  let piece = `${headerOf(collected).map(csvCell).join(',')}\n`;
  for await (const line of linesOf(files)) {
    if (line.kind !== 'decision') continue;
    const told = outcomes.get(line.id);
    if (told !== undefined) matched += 1;
    const cells = cellsOf(line, rows + left, collected, told, { noActions, known, untold });
    if (cells === null) left += 1;
    else {
      piece += `${cells.map(csvCell).join(',')}\n`;
      rows += 1;
    }
    if (piece.length < PIECE) continue;
    writeFully(handle, piece);
    piece = '';
  }
  writeFully(handle, piece);
  return { rows, left, matched };
}
