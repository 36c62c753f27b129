/** Numbers as the sentences on policies have them. */
import type { Estimate } from '../../core/estimate';
import { decimalsOf } from '../../core/estimate-digits';

/** Three significant digits. */
export const number = (value: number) => String(Number(value.toPrecision(3)));

/** A policy in a sentence. */
export const named = (name: string) => (name === 'model' ? 'the model' : name);

export const percent = (share: number) => `${number(100 * share)} %`;

/** Beyond it a number of customers to come says only: not with such a log. */
const FAR_OFF = 10_000_000;

/** How many more would be needed, as roughly as it is known: two significant digits. */
export function roughlyMore(further: number, unit: string): string {
  return further > FAR_OFF
    ? `more than ${count(FAR_OFF / 1e6)} million more ${unit}s`
    : `about ${count(Number(further.toPrecision(2)))} more ${unit}s`;
}

/** 1234 as 1,234 */
export const count = (value: number) => value.toLocaleString('en-US');

/** As many digits as the interval deserves, so that the first reason has those of the headline. */
export function wordsLike(value: number, interval: Pick<Estimate, 'low' | 'high'>): string {
  const digits = decimalsOf(interval);
  if (digits === null) return words(value);
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}

/** 476487.31 as 476,487; small numbers keep three digits. */
export function words(value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 1000
      ? value.toLocaleString('en-US', { maximumFractionDigits: 0 })
      : String(Number(value.toPrecision(3)));
  return text.replace('-', '−');
}
