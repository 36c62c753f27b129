/** How numbers look in every report: one place, so that the page, the Markdown and the terminal never disagree. */
import type { Estimate } from '../core/estimate';
import { decimalsOf, MOST_DECIMALS } from '../core/estimate-digits';

/** A quantity that was not measured or does not apply here. */
export const ABSENT = '–';
/** A ratio without denominator. */
export const UNDEFINED_RATIO = 'undefined';
/** An estimate that the data does not determine. */
export const NOT_IDENTIFIED = 'not identified';

const MINUS = '−';

/**
 * A number with thousands separators and a fixed number of decimals; what rounds to zero has no sign.
 *
 * @throws RangeError for NaN and infinities: they are defects, and must not be printed as if they were results
 */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`formatFixed: expected a finite number, got ${value}`);
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `${MINUS}${digits}` : digits;
}

function decimalsFor(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return 0;
  if (size >= 10) return 2;
  if (size >= 1) return 3;
  return size >= 0.001 ? 4 : MOST_DECIMALS;
}

/** A number with the digits its size deserves: 6,836,529 · 172.80 · 1.637 · 0.3954 · whole numbers bare. */
export function formatNumber(value: number | null): string {
  return value === null ? ABSENT : formatFixed(value, decimalsFor(value));
}

/** A number that somebody gave, as they gave it: no digit less. */
export function formatGiven(value: number): string {
  return value < 0 ? `${MINUS}${String(-value)}` : String(value);
}

/** A number in a title: no decimals from 1,000 on, one from 10 on. */
export function formatRounded(value: number): string {
  const size = Math.abs(value);
  return size >= 10 && !Number.isInteger(value)
    ? formatFixed(value, size >= 1000 ? 0 : 1)
    : formatNumber(value);
}

/** A number of which nobody needs more than three digits: 2,330 · 31.7 · 1.2 · 0.05. */
export function formatShort(value: number): string {
  const short = Number(value.toPrecision(3));
  const decimals = Math.abs(short) >= 1000 ? 0 : (/\.(\d+)$/.exec(String(short))?.[1]?.length ?? 0);
  return formatFixed(short, decimals);
}

/** A count or ratio that is null only where its denominator is 0. */
export function formatRatio(value: number | null): string {
  return value === null ? UNDEFINED_RATIO : formatNumber(value);
}

/** A share in [0, 1] as a percentage, one decimal where it is not whole. */
export function formatShare(value: number | null): string {
  if (value === null) return ABSENT;
  const percent = value * 100;
  return `${formatFixed(percent, Math.abs(percent - Math.round(percent)) < 0.05 ? 0 : 1)} %`;
}

/** Large numbers on an axis: 12.5k, 3M; small ones as they are. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${trimmed(value / 1e6)}M`;
  return size >= 1e4 ? `${trimmed(value / 1e3)}k` : trimmed(value);
}

function trimmed(value: number): string {
  return formatFixed(value, 3).replace(/\.?0+$/, '');
}

/** Without what the arithmetic leaves beyond the last decimal that is ever shown. */
const settled = (value: number): number => Number(value.toFixed(MOST_DECIMALS));

/** A number with as many digits as the interval of an estimate deserves: the estimate's own value, or a part of it. */
export function formatLike(value: number, estimate: Estimate): string {
  const decimals = decimalsOf(estimate);
  if (decimals !== null) return formatFixed(value, decimals);
  return formatNumber(estimate.low === null || estimate.high === null ? value : settled(value));
}

/** The value of an estimate where its interval stands elsewhere on the page, with the same digits. */
export function formatValue(estimate: Estimate): string {
  return estimate.value === null ? ABSENT : formatLike(estimate.value, estimate);
}

/** An estimate and the ends of its interval, each with the same digits, for sentences; null where any is not known. */
export function formatEnds(estimate: Estimate): { value: string; low: string; high: string } | null {
  const { value, low, high } = estimate;
  if (value === null || low === null || high === null) return null;
  return {
    value: formatLike(value, estimate),
    low: formatLike(low, estimate),
    high: formatLike(high, estimate),
  };
}

/**
 * An estimate with its interval: `476,447 ± 17`, or `0.31 [0.22, 0.55]` where the interval is lopsided by more than a
 * tenth of its half width. Without interval, or with one that has no width, the number alone.
 */
export function formatEstimate(estimate: Estimate | undefined): string {
  if (estimate === undefined) return ABSENT;
  const { value, low, high } = estimate;
  if (value === null) return NOT_IDENTIFIED;
  if (low === null || high === null) return formatNumber(value);
  const decimals = decimalsOf(estimate);
  if (decimals === null) return formatNumber(settled(value));
  const halfWidth = (high - low) / 2;
  const lopsided = Math.abs(value - (low + high) / 2) > 0.1 * halfWidth;
  return lopsided
    ? `${formatFixed(value, decimals)} [${formatFixed(low, decimals)}, ${formatFixed(high, decimals)}]`
    : `${formatFixed(value, decimals)} ± ${formatFixed(halfWidth, decimals)}`;
}

/** The same with a plus sign for gains: `+137 ± 20`. */
export function formatDifference(estimate: Estimate | undefined): string {
  const text = formatEstimate(estimate);
  const value = estimate?.value ?? 0;
  return value > 0 && /[1-9]/.test(text.split(' ')[0]!) ? `+${text}` : text;
}

/** Seconds as people say them: `4.2 s`, `2 min 05 s`, `3 h 07 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) return `${formatFixed(seconds, 1)} s`;
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatNumber(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
}
