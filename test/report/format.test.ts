import fc from 'fast-check';
import {
  formatDifference,
  formatEstimate,
  formatFixed,
  formatLike,
  formatNumber,
  formatRatio,
  formatSeconds,
  formatShare,
  formatTick,
  formatValue,
} from '../../src/report/format';

const estimate = (value: number | null, low: number | null, high: number | null) => ({
  value,
  low,
  high,
  level: 0.95,
});

describe('numbers', () => {
  it.each([
    [6836529, '6,836,529'],
    [476447.4, '476,447'],
    [1000, '1,000'],
    [999, '999'],
    [172.8, '172.80'],
    [1.6367, '1.637'],
    [0.3954, '0.3954'],
    [0.0002, '0.000200'],
    [0, '0'],
    [-0, '0'],
    [-2856582, '−2,856,582'],
    [-0.5, '−0.5000'],
    [null, '–'],
  ])('%p is written %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('a negative number that rounds to zero has no sign', () => expect(formatFixed(-0.004, 2)).toBe('0.00'));

  it.each([NaN, Infinity, -Infinity])('%p is refused, never printed', (value) => {
    expect(() => formatNumber(value)).toThrow(RangeError);
  });

  it('separators group three digits and change no digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        const text = formatNumber(value);
        expect(Number(text.replaceAll(',', '').replace('−', '-'))).toBe(value);
        expect(text.replace('−', '')).toMatch(/^\d{1,3}(,\d{3})*$/);
      }),
    );
  });
});

it('a ratio without denominator says so', () => {
  expect([formatRatio(null), formatRatio(0), formatRatio(0.544)]).toEqual(['undefined', '0', '0.5440']);
});

it.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.846, '84.6 %'],
  [0.95, '95 %'],
  [-4.13, '−413 %'],
  [null, '–'],
])('the share %p is written %s', (share, text) => expect(formatShare(share)).toBe(text));

it.each([
  [-300000, '−300k'],
  [12500, '12.5k'],
  [2000, '2,000'],
  [3000000, '3M'],
  [0.2, '0.2'],
  [0, '0'],
  [100, '100'],
])('the axis says %p as %s', (value, text) => expect(formatTick(value)).toBe(text));

describe('estimates', () => {
  it.each([
    ['the interval decides the digits', estimate(476447.2, 476430.2, 476464.2), '476,447 ± 17'],
    ['small ones get decimals', estimate(0.31, 0.29, 0.33), '0.310 ± 0.020'],
    ['a lopsided interval shows its ends', estimate(0.31, 0.22, 0.55), '0.31 [0.22, 0.55]'],
    ['a value outside its interval shows the ends', estimate(10, 11, 13), '10.0 [11.0, 13.0]'],
    ['known exactly', estimate(100, 100, 100), '100'],
    ['known exactly, as a share', estimate(0.25, 0.25, 0.25), '0.2500'],
    ['no known interval', estimate(0.893, null, null), '0.8930'],
    ['half an interval is none', estimate(5, 4, null), '5'],
    ['not determined by the data', estimate(null, null, null), 'not identified'],
    ['below 0', estimate(-137, -176, -98), '−137 ± 39'],
    ['noise of the arithmetic', estimate(1 + 1e-10, 1 - 1e-9, 1 + 1e-9), '1'],
    ['noise around 0, which has no sign', estimate(-1e-9, -2e-9, 0), '0'],
    ['at most six decimals', estimate(1, 1 - 6e-7, 1 + 6e-7), '1.000000 ± 0.000001'],
  ])('%s', (_, given, text) => expect(formatEstimate(given)).toBe(text));

  it('a missing one is a dash', () => expect(formatEstimate(undefined)).toBe('–'));

  it('a gain has a plus sign, a loss a minus, a tie neither', () => {
    expect(formatDifference(estimate(137, 117, 157))).toBe('+137 ± 20');
    expect(formatDifference(estimate(-137, -157, -117))).toBe('−137 ± 20');
    expect(formatDifference(estimate(0.2, -50, 50.4))).toBe('0 ± 50');
    expect(formatDifference(undefined)).toBe('–');
  });
});

it('a value without its interval has the digits that it has beside it', () => {
  // Half widths .16 and .0049, and none.
  expect(formatValue(estimate(0.7654, 0.6, 0.92))).toBe('0.77');
  expect(formatValue(estimate(0.7654, 0.7605, 0.7703))).toBe('0.7654');
  expect(formatValue(estimate(0.7654, null, null))).toBe('0.7654');
  expect(formatValue(estimate(null, null, null))).toBe('–');
  expect(formatLike(0.4, estimate(0.7654, 0.6, 0.92))).toBe('0.40');
});

it.each([
  [4.21, '4.2 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 00 s'],
  [125, '2 min 05 s'],
  [3599.7, '1 h 00 min'],
  [11220, '3 h 07 min'],
])('%p seconds are written %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
