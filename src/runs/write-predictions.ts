/** Predictions as a CSV, for the system that knows the customers: a row for each row asked about. */
import { csvBytes, csvCell } from '../core/csv-text';
import { expectNotThere, expectWritableFile, writeFileAtomically } from '../core/files';
import { expectNotInput } from '../core/input-paths';
import type { KeyColumn } from '../dataset/features/raw-file';
import { filesOf } from '../dataset/read/files-of';
import type { Unsupported } from './why-unsupported';

export interface Prediction {
  readonly state: Readonly<Record<string, unknown>>;
  readonly action: string;
  /** null where an action is not allowed */
  readonly qValues: Readonly<Record<string, number | null>>;
  /** Why the model takes some of the allowed actions nowhere like this; absent where it may take each. */
  readonly unsupported?: Unsupported;
}

export interface PredictionsFile {
  readonly out: string;
  /** Replace the file that is there. */
  readonly overwrite: boolean;
}

/**
 * Call it before the model is asked.
 *
 * @param data what is read, if anything
 * @throws InputError if the file is there and may not be replaced, is one that is read, or cannot be written
 */
export async function expectPredictionsFile(
  { out, overwrite }: PredictionsFile,
  data: string | undefined,
): Promise<void> {
  const inputs = data === undefined ? [] : await filesOf(data);
  expectNotInput(
    [{ flag: '--out', path: out }],
    inputs.map((path) => ({ flag: '--data', path })),
  );
  expectNotThere('--out', [out], overwrite);
  expectWritableFile(out);
}

/** What is written of a model, beside what it says of rows. */
export interface PredictingModel {
  /** Names. */
  readonly actions: readonly string[];
  /** [actions] what each is charged beside its value; absent where nothing is */
  readonly charges?: readonly number[] | undefined;
  /** Names of the actions whose value is assumed: their columns say so. */
  readonly assumed: readonly string[];
}

const lineOf = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\n`;

function* linesOf(
  { actions, charges, assumed }: PredictingModel,
  predictions: readonly Prediction[],
  keys: readonly KeyColumn[],
): Generator<string> {
  const header = (column: string, name: string) =>
    column === 'value' && assumed.includes(name) ? `value ${name} (assumed)` : `${column} ${name}`;
  const columns = [
    'value',
    ...(charges === undefined ? [] : ['charge']),
    ...(predictions[0]?.unsupported === undefined ? [] : ['unsupported']),
  ];
  yield lineOf([
    ...keys.map(({ name }) => name),
    ...['row', 'action', ...columns.flatMap((column) => actions.map((name) => header(column, name)))],
  ]);
  for (const [row, { action, qValues, unsupported }] of predictions.entries()) {
    const values = actions.map((name) => qValues[name]!);
    const reasons = unsupported === undefined ? [] : actions.map((name) => unsupported[name] ?? '');
    yield lineOf([
      ...keys.map(({ cellOf }) => cellOf(row)),
      ...[String(row + 1), action, ...values.map((value) => (value === null ? '' : String(value)))],
      ...(charges ?? []).map(String),
      ...reasons,
    ]);
  }
}

/**
 * Columns: customer and time where they are known, row, action, and the value of each action, empty where it is not
 * allowed; what each is charged, where the best one is that of value less charge; of a model that a log supports in part
 * also why each action is not supported, empty where it is.
 *
 * @throws InputError if the file cannot be written; a file of that name is then untouched
 */
export function writePredictions(
  path: string,
  model: PredictingModel,
  predictions: readonly Prediction[],
  keys: readonly KeyColumn[],
): void {
  writeFileAtomically(path, csvBytes(linesOf(model, predictions, keys)));
}
