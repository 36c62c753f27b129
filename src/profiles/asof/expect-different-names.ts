import { InputError, show } from '../../core/errors';
import type { RawColumn } from '../../dataset/contacts/contact-log';

/** @param file company.yaml @throws InputError for a column of the customers that is called as one that is made of them */
export function expectDifferentNames(file: string, columns: readonly RawColumn[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputError(
      `${file} customers.columns: expected no column that is made of the tables, got ${show(twice)}`,
    );
}
