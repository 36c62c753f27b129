/** Which separator a header has, also where a column that is wanted is not in it. */
import { dialectOf } from '../../../src/dataset/read/csv-dialect';

const separatorOf = (header: string, columns: readonly string[]) =>
  dialectOf(Buffer.from(`${header}\n`), columns, undefined).separator;

it.each([
  ['all that is wanted', 'kunde;datum;umsatz', ['kunde', 'umsatz'], ';'],
  ['most of what is wanted', 'kunde;datum;umsatz', ['kunde', 'outcome'], ';'],
  ['nothing of it: most cells', 'kunde;datum;umsatz', ['customer', 'outcome'], ';'],
  ['what is wanted before most cells', 'a;b;c;d,kunde', ['kunde', 'outcome'], ','],
  ['a comma in a name', 'kunde;umsatz, netto;datum, lokal;x', ['kunde', 'outcome'], ';'],
  ['one column', 'kunde', ['customer'], ','],
  ['no wish', 'a|b|c', [], '|'],
])('finds %s', (_, header, columns, separator) => {
  expect(separatorOf(header, columns)).toBe(separator);
});
