/** By what an enriched log is looked at in parts. */
import type { RawColumn } from '../../../../src/dataset/contacts/contact-log';
import { segmentationOf } from '../../../../src/runs/logged/learned/segmentation';

const category = (name: string, names: readonly string[], codes: readonly number[]): RawColumn => ({
  ...{ name, kind: 'category', declared: false, names, codes: Int32Array.from(codes) },
});
const days = (values: readonly number[]): RawColumn => ({
  ...{ name: 'days_since_purchase', kind: 'days-since', values: Float64Array.from(values) },
});

/** Which segment each decision is in, by name. */
function partsOf(columns: readonly RawColumn[], train: readonly number[], counted?: readonly number[]) {
  const lengths = columns.map((one) => (one.kind === 'category' ? one.codes : one.values).length);
  const all = Array.from({ length: Math.max(0, ...lengths) }, (_, decision) => decision);
  const parts = segmentationOf(columns, Int32Array.from(train), Int32Array.from(counted ?? all));
  return parts && [parts.column, ...Array.from(parts.of, (segment) => parts.names[segment])];
}

const plan = category('plan', ['A', 'B'], [0, 1, 0]);
const segments = category('customer_segment', ['loyal', 'new', 'gone'], [1, 0, -1]);

it('is by the segments that a model found', () => {
  expect(partsOf([plan, days([1, 2, 3]), segments], [0, 1, 2])).toEqual([
    ...['customer_segment', 'new', 'loyal', 'not known'],
  ]);
});

it('puts those together that nothing was learned of', () => {
  expect(partsOf([segments], [0, 2])).toEqual(['customer_segment', 'new', 'all others', 'not known']);
});

it('is else by fifths of how lately customers bought, of those that are learned from', () => {
  // Of 0 to 9 the fifths begin at 2, 4, 6 and 8.
  const values = [0, 9, 1, 8, 2, 7, 3, 6, 4, 5, NaN, 1.9, 2, 100];
  expect(partsOf([plan, days(values)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])!.slice(10)).toEqual([
    ...['4 to 6 days', 'never bought', 'less than 2 days', '2 to 4 days', '8 days and more'],
  ]);
  const none = category('customer_segment', [], [-1, -1]);
  expect(partsOf([none, days([1, 9])], [0, 1])![0]).toBe('days_since_purchase');
});

it('is else by the first column of categories that tells decisions apart', () => {
  const constant = category('country', ['CH'], [0, 0, 0]);
  expect(partsOf([constant, plan], [0, 1, 2])).toEqual(['plan', 'A', 'B', 'A']);
  expect(partsOf([days([NaN, NaN, NaN]), plan], [0, 1, 2])![0]).toBe('plan');
});

it('asks which decisions it tells apart of those that count alone', () => {
  // Decisions 0 and 2 are of the same plan, and one of them is of a segment that is known.
  expect(partsOf([plan, segments], [0, 1, 2], [0, 2])).toEqual([
    'customer_segment',
    'new',
    undefined,
    'not known',
  ]);
  expect(partsOf([plan, days([NaN, 5, NaN])], [0, 1, 2], [0, 2])).toBeNull();
  expect(partsOf([plan, days([NaN, 5, NaN])], [0, 1, 2], [0, 1])![0]).toBe('days_since_purchase');
});

it('is by nothing where nothing does', () => {
  expect(partsOf([category('country', ['CH'], [0, 0])], [0, 1])).toBeNull();
  expect(partsOf([], [0, 1])).toBeNull();
});

it('keeps the eight largest', () => {
  const names = Array.from({ length: 12 }, (_, i) => `k${i}`);
  // k11 is in twelve decisions, k10 in eleven, and so on.
  const codes = names.flatMap((_, code) => new Array<number>(code + 1).fill(code));
  const parts = segmentationOf(
    [category('kind', names, codes)],
    Int32Array.from(codes.keys()),
    Int32Array.from(codes.keys()),
  )!;
  expect(parts.names).toEqual([...names.slice(4), 'all others']);
  expect(parts.names[parts.of[0]!]).toBe('all others');
});
