/** Which log it is, when columns were added, and when rows are others. */
import { logHashOf, rowsHashOf } from '../../../src/dataset/contacts/log-hash';

/** Of a file with a row a line, in another order: b on day 2, a on day 1, b on day 1. */
const log = {
  ...{ rows: 3, files: ['log.csv'], fileOf: null, lines: Int32Array.of(3, 2, 4), dataHash: 'own' },
  customers: { codes: Int32Array.of(1, 0, 1), names: ['a', 'b'] },
  times: Float64Array.of(2, 1, 1),
};

/** The same rows in the order of the file, of two files, their customers numbered otherwise. */
const same = {
  ...{ rows: 3, files: ['one.csv', 'two.parquet'] },
  ...{ fileOf: Int32Array.of(0, 1, 1), lines: Int32Array.of(2, 1, 2) },
  customers: { codes: Int32Array.of(0, 2, 2), names: ['a', 'nobody', 'b'] },
  times: Float64Array.of(1, 2, 1),
};

it('knows rows by whose they are and when, in the order of the files', () => {
  expect(rowsHashOf(same)).toBe(rowsHashOf(log));
});

it.each([
  ['of another customer', { customers: { ...log.customers, names: ['a', 'c'] } }],
  ['of another day', { times: Float64Array.of(2, 1, 3) }],
  ['in another order', { lines: Int32Array.of(2, 3, 4) }],
  ['fewer', { rows: 2, lines: Int32Array.of(3, 2) }],
])('tells rows from these: %s', (_name, changes) => {
  expect(rowsHashOf({ ...log, ...changes })).not.toBe(rowsHashOf(log));
});

it('is of the log before only with its rows', () => {
  const enriched = { columns: ['spend'], logHash: 'before', rowsHash: rowsHashOf(log) };
  expect(logHashOf({ enriched }, log)).toBe('before');
  expect(logHashOf({}, log)).toBe('own');
  expect(logHashOf({ enriched: { ...enriched, rowsHash: 'of others' } }, log)).toBe('own');
  // Older schemas do not say whose rows they are of, and some logs do not say whose theirs are.
  expect(logHashOf({ enriched: { ...enriched, rowsHash: undefined } }, log)).toBe('own');
  expect(logHashOf({ enriched }, { ...log, times: null })).toBe('own');
});
