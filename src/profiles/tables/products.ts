/** The table of products, or what transactions say of them. */
import { InputError } from '../../core/errors';
import { NameColumn } from '../../dataset/read/columns';
import { readTable } from '../../dataset/read/read-table';
import type { CompanySchema } from './company-schema';
import type { Products } from './company-tables';
import { expectOnce } from './expect-once';
import type { TableForm } from './unordered';

/** Shares of more groups than these are no columns that anybody reads. */
const MOST_GROUPS = 100;

export interface ProductList {
  readonly products: Products;
  /** The files, for messages. */
  readonly place: string;
}

/** @throws InputError for more groups than profiles have columns for */
function expectFewGroups(file: string, groups: readonly string[]): void {
  if (groups.length > MOST_GROUPS)
    throw new InputError(
      `${file} products: expected at most ${MOST_GROUPS} kinds to take shares of, got ${groups.length}; ` +
        'name a column `category` of products that has fewer, or no column `product` of transactions',
    );
}

/** Of names that no table explains: each is a kind of its own. @param file for messages @throws InputError for too many */
export function productsOfNames(file: string, found: readonly string[]): Products {
  const names = [...found].sort();
  expectFewGroups(file, names);
  return { names, isListed: false, groups: names, groupOf: Int32Array.from(names, (_, i) => i) };
}

/** [rows] */
function categoriesOf(category: NameColumn): readonly string[] {
  const names = category.names();
  return Array.from(category.codes(), (code) => names[code]!);
}

/** @throws InputError with file, line, column, expectation and value */
export async function readProducts(
  files: readonly string[],
  spec: NonNullable<CompanySchema['products']>,
  { file, format, onProgress }: TableForm,
): Promise<ProductList> {
  const product = new NameColumn(spec.product);
  const category = spec.category === undefined ? null : new NameColumn(spec.category);
  const readers = category === null ? [product] : [product, category];
  const source = await readTable(files, readers, { ...format, onProgress });
  expectOnce(source, product, 'product');
  const listed = product.names();
  const kinds = category === null ? listed : categoriesOf(category);
  const groups = [...new Set(kinds)].sort();
  expectFewGroups(file, groups);
  const order = [...listed.keys()].sort((a, b) => (listed[a]! < listed[b]! ? -1 : 1));
  const names = order.map((row) => listed[row]!);
  const groupOf = Int32Array.from(order, (row) => groups.indexOf(kinds[row]!));
  return { products: { names, isListed: true, groups, groupOf }, place: files.join(', ') };
}
