/** Files of raw columns of any length, batch by batch, to what the network sees and what is allowed; each row by itself. */
import type { Past } from '../decisions/past';
import { tablePlace } from '../read/read-table';
import { tableBatches } from '../read/table-batches';
import type { TableSource } from '../read/table-source';
import { TextColumn, type KeptNames } from '../read/text-column';
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
}

export interface BatchContext extends Omit<RowContext, 'pastOf'> {
  /** Earlier decisions of the customer whose name lies between two bytes; absent where nobody knows them. */
  readonly pastOf?: ((bytes: Uint8Array, from: number, to: number) => Past) | undefined;
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
  { pastOf, ...known }: BatchContext,
): AsyncGenerator<RawBatch, undefined> {
  const { customer, encoding, separator } = raw.schema;
  let bytes: Uint8Array = new Uint8Array(0);
  let bounds: Int32Array = new Int32Array(0);
  const context: RowContext = {
    ...known,
    ...(pastOf && { pastOf: (row) => pastOf(bytes, bounds[row]!, bounds[row + 1]!) }),
  };
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
    if (customers !== null) ({ bytes, bounds } = customers);
    const place = (row: number) => tablePlace(source, row);
    const part = encodeRead({ ...source, rows: count, dataHash: '' }, readers, raw, actions, place, context);
    yield { ...part, first, customers, source, place, bytesRead };
    first += count;
  }
}
