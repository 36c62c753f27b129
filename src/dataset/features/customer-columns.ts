/**
 * Columns that are known of customers beside the rows of a file, which rows need not have: made of a company's tables, and
 * meant as the log trained on has them.
 */
import { InputError, show } from '../../core/errors';
import { featureReader } from '../contacts/contact-columns';
import type { RawColumn } from '../contacts/contact-log';
import { rawColumn } from '../contacts/feature-columns';
import { ByteNames } from '../read/byte-names';
import { zoneOffset } from '../../core/zone-offset';
import type { RawInputs } from './raw-inputs';
import { specsOf } from './raw-rows';

/** Plain data, so that threads can be given it. */
export interface CustomerColumns {
  /** [customers] names */
  readonly customers: readonly string[];
  /** [customers] each */
  readonly columns: readonly RawColumn[];
}

/** What a thread gives to another instead of copying it: of a million customers it is hundreds of megabytes. */
export function memoryOfColumns(columns: readonly RawColumn[]): ArrayBuffer[] {
  const arrays = columns.map((column) => (column.kind === 'category' ? column.codes : column.values));
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}

/** Text of a cell as a log has it; empty where nothing is known. */
export function cellText(column: RawColumn, decimal: '.' | ','): (row: number) => string {
  if (column.kind === 'category')
    return (row) => (column.codes[row]! < 0 ? '' : column.names[column.codes[row]!]!);
  const { values } = column;
  return (row) => {
    if (Number.isNaN(values[row])) return '';
    const text = String(values[row]);
    return decimal === '.' ? text : text.replace('.', ',');
  };
}

/** Whether a number may be a word for what is not known. */
function hasNumber(missing: readonly string[]): boolean {
  return missing.some((word) => word !== '' && !Number.isNaN(Number(word.replace(',', '.'))));
}

/**
 * The columns as the readers of the log would have them, had a file their cells: what counts as missing does here too, and
 * what a file would be refused for is refused.
 *
 * @param columns [customers] each; those of the model
 * @param place for messages, such as company.yaml
 * @throws InputError for a cell that is none of its feature, or none of its levels
 */
export function asInLog(
  { schema, features }: RawInputs,
  { customers, columns }: CustomerColumns,
  place: string,
): CustomerColumns {
  const specs = specsOf({ schema, features });
  const { decimal } = schema;
  // Who writes a log of these columns leaves cells empty.
  const cells = { missing: new Set(['', ...schema.missing]), decimal };
  const ahead = zoneOffset(schema.timeZone)!;
  const source = {
    ...{ rows: customers.length, files: [`${place} customers`], formats: ['parquet'] as const, fileOf: null },
    ...{ lines: Int32Array.from(customers, (_, i) => i + 1), dataHash: '' },
  };
  const read = (column: RawColumn): RawColumn => {
    const { name } = column;
    const spec = specs[name]!;
    const reader = featureReader(name, spec.kind, cells, ahead);
    const text = cellText(column, decimal);
    const takesNumbers =
      column.kind !== 'category' && 'appendNumbers' in reader && !hasNumber(schema.missing);
    for (let row = 0; row < customers.length; row += 1) {
      // Of a million customers, numbers to texts and back take most of the time.
      if (takesNumbers) row = reader.appendNumbers(column.values, row, customers.length);
      if (row === customers.length) break;
      const expectation = reader.append(text(row));
      if (expectation !== null)
        throw new InputError(
          `${place} customer ${show(customers[row])} ${name}: expected ${expectation}, got ${show(text(row))}`,
        );
    }
    return rawColumn(source, name, spec, reader);
  };
  return { customers, columns: columns.map(read) };
}

/** Some rows of a column; of row -1 nothing is known. */
function cellsAt(column: RawColumn, rows: Int32Array): RawColumn {
  if (column.kind === 'category')
    return { ...column, codes: rows.map((row) => (row < 0 ? -1 : column.codes[row]!)) };
  return { ...column, values: Float64Array.from(rows, (row) => (row < 0 ? NaN : column.values[row]!)) };
}

/** Columns of rows, by the bytes of their customers' names. */
export interface ColumnsByName {
  readonly names: ReadonlySet<string>;
  /** @param bounds [rows + 1] where each row's name begins in the bytes, and the last one ends */
  readonly columnsOf: (
    bytes: Uint8Array,
    bounds: Int32Array,
    rows: number,
  ) => {
    readonly columns: readonly RawColumn[];
    /** Rows of whose customers nothing is known. */
    readonly unknown: number;
  };
}

export function columnsByName({ customers, columns }: CustomerColumns): ColumnsByName {
  const numbers = new ByteNames();
  for (const name of customers) {
    const bytes = Buffer.from(name);
    numbers.add(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  }
  return {
    names: new Set(columns.map(({ name }) => name)),
    columnsOf: (bytes, bounds, rows) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let unknown = 0;
      const found = new Int32Array(rows);
      for (let row = 0; row < rows; row += 1) {
        found[row] = numbers.find(view, bounds[row]!, bounds[row + 1]!);
        if (found[row]! < 0) unknown += 1;
      }
      return { columns: columns.map((column) => cellsAt(column, found)), unknown };
    },
  };
}
