/**
 * Columns of customers as features: numbers as they are, categories as a feature for each of their frequent levels. Fitted
 * on the rows a model is fitted on; what nobody of these has, or all have alike, is no feature.
 */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { FeatureTable } from '../models/feature-table';
import type { CustomersAsOf } from './customers-as-of';

const encodedSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...{ name: z.string(), kind: z.literal('number') },
      skewed: z.boolean().describe('a count, a time or money: its logarithm is read'),
    }),
    z.strictObject({
      ...{ name: z.string(), kind: z.literal('category') },
      levels: z.array(z.string()).min(1).readonly().describe('of the rows of the fit, the frequent ones'),
    }),
  ])
  .readonly();

export const encodingSchema = z.array(encodedSchema).min(1).readonly();
type EncodedColumn = z.infer<typeof encodedSchema>;
export type Encoding = z.infer<typeof encodingSchema>;

/** Money and amounts among the numbers of profiles. */
const SKEWED = new Set(['spend', 'monetary_value', 'quantity', 'recent_spend']);
/** Levels that become features: so many at most, and of so many of the rows at least. */
const MOST_LEVELS = 20;
const LEAST_SHARE = 0.01;

function encodedNumber(name: string, kind: string, values: Float64Array): EncodedColumn[] {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.every((value) => value === known[0])) return [];
  return [{ name, kind: 'number', skewed: kind === 'count' || kind === 'days-since' || SKEWED.has(name) }];
}

function encodedCategory({ name, names, codes }: RawColumn & { kind: 'category' }): EncodedColumn[] {
  const counts = new Float64Array(names.length);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const levels = [...names.keys()]
    .filter((code) => counts[code]! >= Math.max(1, LEAST_SHARE * codes.length))
    .sort((a, b) => counts[b]! - counts[a]! || (names[a]! < names[b]! ? -1 : 1))
    .slice(0, MOST_LEVELS);
  const isConstant = levels.length === 0 || counts[levels[0]!] === codes.length;
  return isConstant ? [] : [{ name, kind: 'category', levels: levels.map((code) => names[code]!) }];
}

/** @throws InputError if nothing tells the customers apart */
export function fitEncoding({ columns, customers }: Pick<CustomersAsOf, 'columns' | 'customers'>): Encoding {
  const encoding = columns.flatMap((column) =>
    column.kind === 'category'
      ? encodedCategory(column)
      : encodedNumber(column.name, column.kind, column.values),
  );
  if (encoding.length > 0) return encoding;
  throw new InputError(
    `profiles: expected a column that differs among the ${customers.length} customers, got ${columns.map(({ name }) => name).join(', ')}`,
  );
}

/** Features whose logarithm is read. */
export function skewedNames(encoding: Encoding): string[] {
  return encoding.flatMap((one) => (one.kind === 'number' && one.skewed ? [one.name] : []));
}

type Cells = (row: number) => number;

/** @throws InputError where the profiles have no such column now */
function cellsOf(
  encoded: EncodedColumn,
  columns: readonly RawColumn[],
): readonly (readonly [string, Cells])[] {
  const column = columns.find(({ name }) => name === encoded.name);
  const isSame = column !== undefined && (column.kind === 'category') === (encoded.kind === 'category');
  if (!isSame)
    throw new InputError(
      `profiles: expected a column ${show(encoded.name)} (${encoded.kind}), as when the model was fitted, got ${columns.map(({ name }) => name).join(', ')}`,
    );
  if (column.kind !== 'category') return [[encoded.name, (row) => column.values[row]!]];
  const { names, codes } = column;
  return (encoded as EncodedColumn & { kind: 'category' }).levels.map((level) => {
    const code = names.indexOf(level);
    return [`${encoded.name}=${level}`, (row) => (codes[row]! >= 0 && codes[row] === code ? 1 : 0)] as const;
  });
}

/** @throws InputError where the profiles lack a column of the fit */
export function encoded(
  encoding: Encoding,
  { columns, customers }: Pick<CustomersAsOf, 'columns' | 'customers'>,
): FeatureTable {
  const cells = encoding.flatMap((one) => cellsOf(one, columns));
  const width = cells.length;
  const values = new Float64Array(customers.length * width);
  cells.forEach(([, cell], j) => {
    for (let row = 0; row < customers.length; row += 1) values[row * width + j] = cell(row);
  });
  return { names: cells.map(([name]) => name), rows: customers.length, values };
}
