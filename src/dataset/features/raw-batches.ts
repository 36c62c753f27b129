/**
 * Files of raw columns of any length, batch by batch, to what the network sees and what is allowed; each row by itself. Where
 * columns are known of customers, rows may be these customers without any file.
 */
import { InputError, show } from '../../core/errors';
import type { RawColumn } from '../contacts/contact-log';
import type { Past } from '../decisions/past';
import type { ColumnReader } from '../read/columns';
import { tablePlace } from '../read/read-table';
import { tableBatches } from '../read/table-batches';
import type { TableSource } from '../read/table-source';
import { TextColumn, type KeptNames } from '../read/text-column';
import { cellText, columnsByName, type CustomerColumns } from './customer-columns';
import type { RawInputs } from './raw-inputs';
import { encodeRead, readersOfRows, type EncodedPart, type RowContext } from './raw-rows';

export type RowSource = Pick<TableSource, 'files' | 'formats' | 'fileOf' | 'lines'>;

export interface RawBatch extends EncodedPart {
  /** Rows of the files before this one. */
  readonly first: number;
  /** Whose the rows are; null where the log trained on named no customers. */
  readonly customers: KeptNames | null;
  /** Where the rows stand. */
  readonly source: RowSource;
  /** Where a row of the batch stands, for messages. */
  readonly place: (row: number) => string;
  /** Bytes of the files read so far; null where nobody knows. */
  readonly bytesRead: number | null;
  /** Rows of whose customers nothing is known beside the rows; 0 where nothing is asked. */
  readonly unknown: number;
}

export interface BatchContext extends Omit<RowContext, 'pastOf' | 'customers'> {
  /** Earlier decisions of the customer whose name lies between two bytes; absent where nobody knows them. */
  readonly pastOf?: ((bytes: Uint8Array, from: number, to: number) => Past) | undefined;
  /** What is known of customers beside the rows; absent where nothing is. */
  readonly customers?: CustomerColumns | undefined;
}

/** The customers of the rows of one batch after the other, by whom the context of each finds what is known of them. */
class RowsCustomers {
  #bytes: Uint8Array = new Uint8Array(0);
  #bounds: Int32Array = new Int32Array(0);
  /** Rows of the last batch of whose customers nothing is known. */
  unknown = 0;

  take({ bytes, bounds }: KeptNames): void {
    this.#bytes = bytes;
    this.#bounds = bounds;
  }

  contextOf({ pastOf, customers, ...known }: BatchContext): RowContext {
    const byName = customers && columnsByName(customers);
    return {
      ...known,
      ...(pastOf && {
        pastOf: (row) => pastOf(this.#bytes, this.#bounds[row]!, this.#bounds[row + 1]!),
      }),
      ...(byName && {
        customers: {
          names: byName.names,
          columnsOf: (rows) => {
            const { columns, unknown } = byName.columnsOf(this.#bytes, this.#bounds, rows);
            this.unknown = unknown;
            return columns;
          },
        },
      }),
    };
  }
}

/**
 * @param rows of a batch
 * @throws InputError with file, line, column, expectation and value; after the batches before that line
 */
export async function* rawBatches(
  raw: RawInputs,
  files: readonly string[],
  actions: readonly string[],
  rows: number,
  known: BatchContext,
): AsyncGenerator<RawBatch, undefined> {
  const { customer, encoding, separator } = raw.schema;
  const whose = new RowsCustomers();
  const context = whose.contextOf(known);
  const make = () => {
    const { readers, wanted } = readersOfRows(raw, actions, context);
    const customers = customer === undefined ? null : new TextColumn(customer);
    const columns = [...(customers === null ? [] : [customers]), ...wanted];
    return { readers: { readers, customers }, columns };
  };
  let first = 0;
  for await (const batch of tableBatches(files, make, { rows, encoding, separator })) {
    const { readers: made, bytesRead, rows: count, ...source } = batch;
    const { readers, customers } = made;
    if (customers !== null) whose.take(customers);
    const place = (row: number) => tablePlace(source, row);
    const part = encodeRead({ ...source, rows: count, dataHash: '' }, readers, raw, actions, place, context);
    yield { ...part, first, customers, source, place, bytesRead, unknown: whose.unknown };
    first += count;
  }
}

/** Customers as rows. */
export interface CustomerRows extends CustomerColumns {
  /** [customers] each: cells of columns that rows of a file would have */
  readonly cells: readonly RawColumn[];
  /** Of what they were made, for messages. */
  readonly place: string;
}

/** Gives the readers of rows their cells. @throws InputError for one that is no cell of its column */
function readCells(
  wanted: readonly ColumnReader[],
  { cells }: CustomerRows,
  decimal: '.' | ',',
  [from, to]: readonly [number, number],
  place: (row: number) => string,
): void {
  for (const reader of wanted) {
    const text = cellText(
      cells.find(({ name }) => name === reader.name)!,
      decimal,
    );
    for (let row = from; row < to; row += 1) {
      const expectation = reader.append(text(row));
      if (expectation !== null)
        throw new InputError(
          `${place(row - from)} ${reader.name}: expected ${expectation}, got ${show(text(row))}`,
        );
    }
  }
}

/**
 * The same of customers alone, without a file.
 *
 * @throws InputError naming a customer and a column of which nothing is known, though no row trained on lacked it
 */
export function* customerBatches(
  raw: RawInputs,
  actions: readonly string[],
  rows: number,
  known: BatchContext & { readonly customers: CustomerRows },
): Generator<RawBatch, undefined> {
  const { customers: all, place } = known.customers;
  const whose = new RowsCustomers();
  const context = whose.contextOf(known);
  for (let first = 0; first < all.length; first += rows) {
    const names = all.slice(first, first + rows);
    const customers = new TextColumn(raw.schema.customer!);
    for (const name of names) customers.append(name);
    whose.take(customers);
    const lines = Int32Array.from(names, (_, row) => first + row + 1);
    const source = { files: [place], formats: ['parquet' as const], fileOf: null, lines };
    const placeOf = (row: number) => `${place} customer ${show(names[row])}`;
    const { readers, wanted } = readersOfRows(raw, actions, context);
    readCells(wanted, known.customers, raw.schema.decimal, [first, first + names.length], placeOf);
    const read = { ...source, rows: names.length, dataHash: '' };
    const part = encodeRead(read, readers, raw, actions, placeOf, context);
    yield { ...part, first, customers, source, place: placeOf, bytesRead: null, unknown: 0 };
  }
}
