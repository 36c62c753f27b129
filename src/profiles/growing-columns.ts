/** Columns that are filled part by part; the levels of a category may differ from part to part. */
import type { RawColumn } from '../dataset/contacts/contact-log';

interface Category {
  readonly kind: 'category';
  readonly codes: Int32Array;
  readonly names: string[];
}

type Growing =
  | Category
  | { readonly kind: Exclude<RawColumn['kind'], 'category'>; readonly values: Float64Array };

function addCategory(
  { codes, names }: Category,
  column: RawColumn & { kind: 'category' },
  rows: Int32Array,
): void {
  rows.forEach((row, place) => {
    const code = column.codes[place]!;
    if (code < 0) return;
    const name = column.names[code]!;
    if (!names.includes(name)) names.push(name);
    codes[row] = names.indexOf(name);
  });
}

/** @param length rows of every column; where nothing is added nothing is known */
export function growingColumns(length: number) {
  const found = new Map<string, Growing>();
  const startOf = ({ kind }: RawColumn): Growing =>
    kind === 'category'
      ? { kind, codes: new Int32Array(length).fill(-1), names: [] }
      : { kind, values: new Float64Array(length).fill(NaN) };
  return {
    /** @param rows [rows of the columns] where they belong */
    add(columns: readonly RawColumn[], rows: Int32Array): void {
      for (const column of columns) {
        const growing = found.get(column.name) ?? startOf(column);
        found.set(column.name, growing);
        if (growing.kind === 'category') {
          if (column.kind === 'category') addCategory(growing, column, rows);
        } else if (column.kind !== 'category')
          rows.forEach((row, place) => (growing.values[row] = column.values[place]!));
      }
    },
    columns: (): RawColumn[] =>
      [...found].map(([name, growing]) =>
        growing.kind === 'category' ? { ...growing, name, declared: false } : { ...growing, name },
      ),
  };
}
