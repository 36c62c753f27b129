/** metrics.csv: one row per record of a training run, for spreadsheets, pandas and `diff`. */
import { csvCell } from '../core/csv-text';
import type { SavedState } from '../core/saved-state';
import { savedNumber } from '../core/saved-state';
import { AppendFile } from './append-file';
import type { Measurements, Tracker } from './tracker';

/**
 * The columns are `environmentSteps` and the keys of the first record; null is an empty cell. There is no time of
 * day in it: two runs of one seed write the same bytes, which is how repeatability is checked (times are in the
 * event file and in report.json).
 */
export class MetricsCsv implements Tracker {
  readonly #file: AppendFile;
  #columns: readonly string[] | null = null;

  /** @param path the file; an older one is replaced at the first record, unless `restore` comes before it */
  constructor(path: string) {
    this.#file = new AppendFile(path);
  }

  /**
   * @throws RangeError if the keys are not those of the first record
   * @throws InputError naming the file if it cannot be written
   */
  record({ environmentSteps, values }: Measurements): void {
    const columns = this.#columns ?? Object.keys(values);
    expectSameKeys(columns, values);
    const header = this.#columns === null ? [['environmentSteps', ...columns].map(csvCell).join(',')] : [];
    const row = [environmentSteps, ...columns.map((column) => values[column] ?? '')].join(',');
    this.#file.append(Buffer.from(`${[...header, row].join('\n')}\n`));
    this.#columns = columns;
  }

  flush(): void {
    this.#file.flush();
  }

  state(): SavedState {
    return { bytes: this.#file.length, columns: this.#columns };
  }

  /** @throws InputError naming the file if it is missing or shorter than it was */
  restore(state: SavedState): void {
    this.#file.cutTo(savedNumber(state, 'bytes'));
    this.#columns = state.columns as readonly string[] | null; // as `state` wrote it
  }

  close(): void {
    this.#file.close();
  }
}

function expectSameKeys(columns: readonly string[], values: Measurements['values']): void {
  const missing = columns.find((column) => !(column in values));
  if (missing !== undefined) throw new RangeError(`metrics: expected a value or null for ${missing}`);
  const added = Object.keys(values).find((key) => !columns.includes(key));
  if (added !== undefined) throw new RangeError(`metrics: ${added} was not in the first record`);
}
