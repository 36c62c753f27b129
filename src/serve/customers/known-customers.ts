/** What is known of customers by name, as of the last load: requests that name one need not have its columns. */
import { show } from '../../core/errors';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { LoadedModel } from '../../store/model-store';
import type { CompanyColumns } from '../../runs/company-columns/company-columns';
import type { AskedCustomer } from '../threads/messages';

/**
 * Makes columns of customers for a model, which may take minutes.
 *
 * @param signal that they are not wanted any more
 * @throws InputError where they cannot be made for it
 */
export type KnowCustomers = (model: LoadedModel, signal: AbortSignal) => Promise<CompanyColumns>;

/** A customer with all that is known. */
export interface FilledCustomer {
  readonly asked: AskedCustomer;
  /** Of the columns that the request did not have; null where it had all, or named nobody. */
  readonly columnsAsOf: string | null;
  readonly remarks: readonly string[];
}

/** For who asks what is served. */
export interface KnownDescription extends Pick<CompanyColumns, 'asOf' | 'fittedUntil' | 'window'> {
  readonly customers: number;
  readonly columns: readonly string[];
}

/** As JSON has it. */
function valueAt(column: RawColumn, row: number): string | number | boolean | null {
  if (column.kind === 'category') return column.codes[row]! < 0 ? null : column.names[column.codes[row]!]!;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  return column.kind === 'flag' ? value === 1 : value;
}

export class KnownCustomers {
  readonly #made: CompanyColumns;
  /** What the table of customers says of them itself: known of nobody else, so that a request must have it. */
  readonly #own: readonly RawColumn[];
  readonly #rows: Map<string, number>;

  constructor(made: CompanyColumns) {
    this.#made = made;
    this.#own = made.attributes;
    this.#rows = new Map(made.known.customers.map((name, row) => [name, row]));
  }

  describe(): KnownDescription {
    const { asOf, fittedUntil, window, known } = this.#made;
    const columns = [...known.columns, ...this.#own].map(({ name }) => name);
    return { asOf, fittedUntil, window, customers: this.#rows.size, columns };
  }

  /** What should be heard of how old all that is. */
  get remarks(): readonly string[] {
    return this.#made.remarks;
  }

  /** Cells of the request stay as they are. */
  fill(asked: AskedCustomer, customer: string | undefined): FilledCustomer {
    const given = asked.columns ?? {};
    const isLacking = ({ name }: RawColumn) => !Object.hasOwn(given, name);
    const row = customer === undefined ? undefined : this.#rows.get(customer);
    const lacking = this.#made.known.columns.filter(isLacking);
    const own = row === undefined ? [] : this.#own.filter(isLacking);
    if (customer === undefined || asked.state !== null || lacking.length + own.length === 0)
      return { asked, columnsAsOf: null, remarks: [] };
    const columns = { ...given };
    for (const column of [...lacking, ...own])
      columns[column.name] = row === undefined ? null : valueAt(column, row);
    const { asOf } = this.#made;
    return {
      asked: { ...asked, columns },
      columnsAsOf: asOf,
      remarks:
        row === undefined
          ? [
              `nothing is known of customer ${show(customer)} as of ${asOf}: ${lacking.length} columns that the request does not have are missing`,
            ]
          : [],
    };
  }

  /** Until the next load. */
  forget(customer: string): void {
    this.#rows.delete(customer);
  }
}
