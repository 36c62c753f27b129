/**
 * Rows with what the model says of them, saved beside it: whoever loads it sees at once whether it still says so. Each cell is
 * one that some customer of the fit has; no row is a customer, for its cells are of different ones.
 */
import { z } from 'zod';
import { InputError } from '../../core/errors';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { DatedAmounts } from '../models/purchases/histories';
import { chosenCustomers, type CustomersAsOf } from '../asof/customers-as-of';
import type { FittedModel } from '../customer-model';

const cell = z.union([z.number(), z.string()]).nullable();
const columnSchema = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['number', 'count', 'flag', 'days-since', 'date', 'category']),
    cells: z.array(cell).readonly().describe('[rows] null where nothing is known'),
  })
  .readonly();
const numbers = z.array(z.number()).readonly();

const amountsOfDays = { starts: numbers, days: numbers, amounts: numbers };

export const exampleRowsSchema = z
  .strictObject({
    rows: z.int().positive(),
    columns: z.array(columnSchema).readonly(),
    histories: z
      .strictObject({ ...amountsOfDays, refunds: z.strictObject(amountsOfDays).readonly() })
      .readonly()
      .describe('purchases of each row and money that went back, days before the last known one'),
    expected: z.array(columnSchema).readonly().describe('what the model says of them'),
  })
  .readonly();
export type ExampleRows = z.infer<typeof exampleRowsSchema>;
type PlainAmounts = Omit<ExampleRows['histories'], 'refunds'>;
type PlainColumn = z.infer<typeof columnSchema>;

const MOST_EXAMPLES = 20;
/** Of two machines the last digits may differ. */
const TOLERANCE = 1e-6;

function plainColumn(column: RawColumn): PlainColumn {
  const { name, kind } = column;
  if (column.kind === 'category')
    return { name, kind, cells: Array.from(column.codes, (code) => (code < 0 ? null : column.names[code]!)) };
  return { name, kind, cells: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)) };
}

/** @throws InputError for a cell of another type than its column */
function rawColumn({ name, kind, cells }: PlainColumn): RawColumn {
  const wrong = cells.find((one) => one !== null && (typeof one === 'string') !== (kind === 'category'));
  if (wrong !== undefined)
    throw new InputError(`example-rows ${name}: expected cells of ${kind}, got ${wrong}`);
  if (kind !== 'category')
    return { name, kind, values: Float64Array.from(cells, (one) => (one ?? NaN) as number) };
  const names = [...new Set(cells.filter((one) => one !== null))] as string[];
  const codes = Int32Array.from(cells, (one) => (one === null ? -1 : names.indexOf(one as string)));
  return { name, kind, declared: false, names, codes };
}

/** The first ones after the last. */
const turned = <Value>(values: readonly Value[], by: number): Value[] =>
  values.map((_, i) => values[(i + by) % values.length]!);

const amountsOf = (plain: PlainAmounts): DatedAmounts => ({
  starts: Int32Array.from(plain.starts),
  days: Float64Array.from(plain.days),
  amounts: Float64Array.from(plain.amounts),
});

/** Days of one, the amount of another. */
const mixedAmounts = ({ starts, days, amounts }: DatedAmounts) => ({
  ...{ starts: [...starts], days: [...days], amounts: turned([...amounts], 1) },
});

function customersOf({ rows, columns, histories }: Omit<ExampleRows, 'expected'>): CustomersAsOf {
  return {
    customers: Array.from({ length: rows }, (_, row) => `example ${row}`),
    columns: columns.map(rawColumn),
    histories: () => ({
      ...{ ...amountsOf(histories), customers: rows, refunds: amountsOf(histories.refunds) },
    }),
  };
}

/** @param customers of the fit, of whom some are taken, over all of them */
export async function exampleRowsOf(model: FittedModel, customers: CustomersAsOf): Promise<ExampleRows> {
  const all = customers.customers.length;
  const count = Math.min(all, MOST_EXAMPLES);
  const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * all) / count));
  const examples = chosenCustomers(customers, rows);
  const histories = examples.histories();
  const drawn = {
    rows: count,
    columns: examples.columns.map(plainColumn).map(({ cells, ...column }, j) => ({
      ...column,
      cells: turned(cells, j + 1),
    })),
    histories: { ...mixedAmounts(histories), refunds: mixedAmounts(histories.refunds) },
  };
  return { ...drawn, expected: (await model.apply(customersOf(drawn))).map(plainColumn) };
}

const isSameCell = (found: unknown, expected: unknown): boolean =>
  typeof found === 'number' && typeof expected === 'number'
    ? Math.abs(found - expected) <= TOLERANCE * Math.max(1, Math.abs(expected))
    : found === expected;

/** @param place for messages @throws InputError at the first cell that the model does not say any more */
export async function expectExamples(
  place: string,
  model: FittedModel,
  examples: ExampleRows,
): Promise<void> {
  const { expected } = examples;
  const found = (await model.apply(customersOf(examples))).map(plainColumn);
  const names = (all: readonly PlainColumn[]) => all.map(({ name }) => name).join(', ');
  if (names(found) !== names(expected))
    throw new InputError(
      `${place}: expected columns ${names(expected)}, as when the model was saved, got ${names(found)}`,
    );
  expected.forEach(({ name, cells }, i) =>
    cells.forEach((cellOf, row) => {
      if (isSameCell(found[i]!.cells[row], cellOf)) return;
      throw new InputError(
        `${place}: expected ${name} of row ${row} to be ${cellOf}, as when the model was saved, got ${found[i]!.cells[row]}`,
      );
    }),
  );
}
