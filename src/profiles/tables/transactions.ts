/** The table of transactions. */
import { show } from '../../core/errors';
import { expectAll, refuse } from '../../dataset/contacts/cell-checks';
import { NameColumn } from '../../dataset/read/columns';
import { OptionalNumberColumn, TimeColumn } from '../../dataset/read/contact-columns';
import { readTable } from '../../dataset/read/read-table';
import type { TableSource } from '../../dataset/read/table-source';
import type { CompanySchema } from './company-schema';
import type { Products, Transactions } from './company-tables';
import { productsOfNames, type ProductList } from './products';
import { expectBefore } from './table-ends';
import { byCustomerAndTime, renumbered, type TableForm, type Unordered } from './unordered';

/** Sums of amounts are made of whole millionths, of which a double holds 9 billion units exactly. */
const MOST = 1e9;

export interface ReadTransactions extends Unordered<Transactions> {
  /** null where the company names no column of them */
  readonly products: Products | null;
}

/** [rows] numbers of the products. @param place of their list @throws InputError for one that the list lacks */
function boughtProducts(
  source: TableSource,
  column: NameColumn,
  { names }: Products,
  place: string | undefined,
): Int32Array {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const found = column.names();
  const codes = column.codes();
  const numberOf = Int32Array.from(found, (name) => numbers.get(name) ?? -1);
  const lacking = numberOf.includes(-1) ? codes.findIndex((code) => numberOf[code] === -1) : -1;
  if (lacking >= 0)
    refuse(
      source,
      lacking,
      column.name,
      `expected a product of ${place}, got ${show(found[codes[lacking]!])}`,
    );
  return renumbered(codes, numberOf);
}

/**
 * @param list the table of products, if there is one
 * @throws InputError with file, line, column, expectation and value
 */
export async function readTransactions(
  files: readonly string[],
  spec: NonNullable<CompanySchema['transactions']>,
  list: ProductList | null,
  { file, required, timeZone, ahead, unit, ends, format, onProgress }: TableForm,
): Promise<ReadTransactions> {
  const customer = new NameColumn(spec.customer);
  const time = new TimeColumn(spec.time, required, unit, ahead);
  const amount = new OptionalNumberColumn(spec.amount, required);
  const quantity = spec.quantity === undefined ? null : new OptionalNumberColumn(spec.quantity, required);
  const product = spec.product === undefined ? null : new NameColumn(spec.product);
  const readers = [customer, time, amount, quantity, product].filter((reader) => reader !== null);
  const source = await readTable(files, readers, { ...format, onProgress });
  expectBefore(source, spec.time, time.values(), ends.transactions, timeZone);
  const expectSum = (column: string, values: Float64Array) =>
    expectAll(
      source,
      column,
      values,
      (value) => Math.abs(value) <= MOST,
      `a number from -${MOST} to ${MOST}`,
    );
  const amounts = expectSum(spec.amount, amount.values());
  const quantities = quantity && expectSum(spec.quantity!, quantity.values());
  const products = product && (list?.products ?? productsOfNames(file, product.names()));
  const bought = product && boughtProducts(source, product, products!, list?.place);
  const names = customer.names();
  return {
    names,
    products,
    finish: (numbers) => {
      const customers = renumbered(customer.codes(), numbers.of(names));
      const times = time.values();
      const { starts, order } = byCustomerAndTime(customers, times, numbers.count);
      return {
        ...{ rows: source.rows, starts, times: order.doubles(times), amounts: order.doubles(amounts) },
        quantities: quantities && order.doubles(quantities),
        products: bought && order.integers(bought),
      };
    },
  };
}
