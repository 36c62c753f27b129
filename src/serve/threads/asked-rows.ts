/** Customers asked about to rows that a model decides on; who cannot be one is refused alone. */
import { InputError, show } from '../../core/errors';
import { BarList, reasonAgainst, type Bars } from '../../dataset/decisions/bars';
import type { Past } from '../../dataset/decisions/past';
import { plainRowWriter, type PlainRowWriter } from '../../dataset/features/plain-rows';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { encodeRows } from '../../dataset/features/raw-rows';
import type { AskedRows } from '../../decide/decide';
import type { LoadedModel } from '../../store/model-store';
import type { AskedCustomer, RefusedCustomer } from './messages';
import { pastOfKept, pastOfTold } from './told-past';

export interface PreparedRows extends AskedRows {
  /** [rows] index of the customer that each row is of */
  readonly customerOf: readonly number[];
  /** By customer. */
  readonly refused: ReadonlyMap<number, RefusedCustomer>;
  /** [rows] */
  readonly remarks: readonly (readonly string[])[];
}

/** Writes one customer's row. @returns remarks @throws InputError beginning with the field */
type RowWriter = (
  customer: AskedCustomer,
  out: Float32Array,
  row: number,
  bars: BarList,
) => readonly string[];

const within = (place: string, key: string) => (place === '' ? key : `${place}.${key}`);

/** By the field that a message of `encodeRows` begins with: the place and a column, in which there may be a colon. */
export function refusedField(message: string, place: string, columns: Readonly<Record<string, unknown>>) {
  const rest = message.slice(place.length).replace(/^(:1)? /, '');
  const named = Object.keys(columns).filter((name) => rest.startsWith(`${name}: `));
  const column = named.sort((one, other) => other.length - one.length)[0] ?? rest.split(': ')[0]!;
  return { field: `${place}.${column}`, reason: rest.slice(column.length + 2) };
}

function pastOf({ history, kept, place }: AskedCustomer, raw: RawInputs, actions: readonly string[]) {
  if (history !== null) return pastOfTold(history, raw.schema, actions, within(place, 'history'));
  return kept === null ? null : pastOfKept(kept, raw.schema, actions);
}

/** What the readers make of a row that is not plain. */
function readRow(
  raw: RawInputs,
  actions: readonly string[],
  [columns, past, now, place]: readonly [Readonly<Record<string, unknown>>, Past | null, number, string],
) {
  try {
    return encodeRows(raw, [columns], place, actions, {
      ...{ now, isStrict: true },
      ...(past !== null && { pastOf: () => past }),
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { field, reason } = refusedField(error.message, place, columns);
    throw new InputError(`${field}: ${reason}`, { cause: error });
  }
}

function rawWriter(raw: RawInputs, actions: readonly string[]): RowWriter {
  const writePlain: PlainRowWriter = plainRowWriter(raw, actions);
  return (customer, out, row, bars) => {
    const { columns, now, place } = customer;
    const at = within(place, 'columns');
    if (columns === null)
      throw new InputError(`${at}: expected the columns that the model asks for, got nothing`);
    const past = pastOf(customer, raw, actions);
    const remarks = writePlain({ columns, past, now, place: at }, out, row, bars.bar);
    if (remarks !== null) return remarks;
    const read = readRow(raw, actions, [columns, past, now, at]);
    out.set(read.observations, row * read.observations.length);
    actions.forEach((_, action) => {
      const reason = read.bars === null ? null : reasonAgainst(read.bars, action);
      if (reason !== null) bars.bar(row, action, reason);
    });
    return read.remarks;
  };
}

function stateWriter(features: readonly string[]): RowWriter {
  return ({ state, place }, out, row) => {
    const at = within(place, 'state');
    const expected = `expected ${features.length} numbers (${features.join(', ')})`;
    if (state === null) throw new InputError(`${at}: ${expected}, got nothing`);
    if (state.length !== features.length) throw new InputError(`${at}: ${expected}, got ${state.length}`);
    // The network computes in single precision.
    const wrong = state.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (wrong >= 0)
      throw new InputError(
        `${at}.${wrong}: expected a finite number in single precision, got ${show(state[wrong])}`,
      );
    out.set(state, row * features.length);
    return [];
  };
}

/** Of the rows that stand, the bars of all that were written. */
function barsOf(bars: BarList, rows: readonly number[], actions: number): Bars | null {
  if (bars.reasons.length === 0) return null;
  const codes = new Uint8Array(rows.length * actions);
  rows.forEach((row, at) => codes.set(bars.codes.subarray(row * actions, (row + 1) * actions), at * actions));
  return { codes, reasons: bars.reasons };
}

/** @returns what makes rows of customers */
export function rowsPreparer({
  model,
  manifest,
}: LoadedModel): (customers: readonly AskedCustomer[]) => PreparedRows {
  const { actions, features } = model;
  const write = manifest.raw === undefined ? stateWriter(features) : rawWriter(manifest.raw, actions);
  const width = features.length;
  return (customers) => {
    const all = new Float32Array(customers.length * width);
    const bars = new BarList(customers.length, actions.length);
    const refused = new Map<number, RefusedCustomer>();
    const remarks: (readonly string[])[] = [];
    const customerOf: number[] = [];
    customers.forEach((customer, index) => {
      try {
        remarks.push(write(customer, all, index, bars));
        customerOf.push(index);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const [field] = error.message.split(': ', 1);
        refused.set(index, {
          kind: 'refused',
          field: field!,
          reason: error.message.slice(field!.length + 2),
        });
      }
    });
    const observations = new Float32Array(customerOf.length * width);
    customerOf.forEach((customer, row) =>
      observations.set(all.subarray(customer * width, (customer + 1) * width), row * width),
    );
    const barred = barsOf(bars, customerOf, actions.length);
    return { rows: customerOf.length, observations, bars: barred, customerOf, refused, remarks };
  };
}
