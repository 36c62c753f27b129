/** Writes prepared rows in the published format, number by number as Python prints them. */
import { csvBytes, csvCell } from '../core/csv-text';
import { writeFileAtomically } from '../core/files';
import type { LoggedRows } from './logged-rows';

/** Rows with their states as computed; `rows.observations` holds them in single precision. */
export interface PreparedRows {
  readonly rows: LoggedRows;
  /** [rows, features] */
  readonly states: Float64Array;
}

/**
 * A finite number as Python's `repr` prints it: shortest digits that read back the same, `1.0` for whole numbers,
 * exponents below 1e-4 and from 1e16 with at least two digits.
 */
export function pythonNumber(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  // Between 1e-6 and 1e21 JavaScript prints the same shortest digits without exponent.
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function csvLine({ rows, states }: PreparedRows, row: number): string {
  const width = rows.features.length;
  const state = Array.from(states.subarray(row * width, (row + 1) * width), pythonNumber);
  const action = csvCell(rows.actions[rows.loggedActions[row]!]!);
  return `"[${state.join(', ')}]",${action},${pythonNumber(rows.rewards[row]!)}\r\n`;
}

function* csvLines(prepared: PreparedRows): Generator<string> {
  yield 'State,Action,Reward\r\n';
  const count = prepared.rows.loggedActions.length;
  for (let row = 0; row < count; row += 1) yield csvLine(prepared, row);
}

/**
 * Writes columns State (list text), Action, Reward: what the schema of the sales-channel preset reads.
 *
 * @throws InputError if the file cannot be written; a file of that name is then untouched
 */
export function writePreparedCsv(path: string, prepared: PreparedRows): void {
  writeFileAtomically(path, csvBytes(csvLines(prepared)));
}
