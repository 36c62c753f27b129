/** Which row of its files a row of a log is, however the log is ordered and its files are laid out. */
import fc from 'fast-check';
import { rowsInFiles } from '../../../src/dataset/contacts/rows-in-files';

it('counts rows, not lines: across files, blank lines and cells of several lines', () => {
  // The first file has rows in lines 2, 3 and 7, the second in 1 and 2, as Parquet numbers them; in another order.
  const log = {
    ...{ rows: 5, files: ['a.csv', 'b.parquet'] },
    fileOf: Int32Array.of(1, 0, 0, 1, 0),
    lines: Int32Array.of(2, 7, 2, 1, 3),
  };
  expect([...rowsInFiles(log)]).toEqual([4, 2, 0, 3, 1]);
});

it('is the place of a row once the rows are sorted by file and line', () => {
  const place = fc.record({ file: fc.nat(2), line: fc.integer({ min: 1, max: 40 }) });
  const unique = { selector: ({ file, line }: { file: number; line: number }) => `${file} ${line}` };
  fc.assert(
    fc.property(fc.uniqueArray(place, unique), (places) => {
      const sorted = [...places].sort((a, b) => a.file - b.file || a.line - b.line);
      const log = {
        ...{ rows: places.length, files: ['a', 'b', 'c'] },
        fileOf: Int32Array.from(places, ({ file }) => file),
        lines: Int32Array.from(places, ({ line }) => line),
      };
      expect([...rowsInFiles(log)]).toEqual(places.map((one) => sorted.indexOf(one)));
    }),
  );
});
