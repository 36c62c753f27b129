/**
 * Sums of amounts that come out the same in any order and in any parts: of whole millionths, below 2^53 of which every
 * one is a double. Amounts are rounded to millionths.
 */
import { InputError, show } from '../../core/errors';

const MILLIONTHS = 1e6;

export function millionths(amount: number): number {
  return Math.round(amount * MILLIONTHS);
}

export function fromMillionths(sum: number): number {
  return sum / MILLIONTHS;
}

/** @throws InputError for a sum that is no longer exact; the place is for messages */
export function added(sum: number, more: number, customer: string): number {
  const result = sum + more;
  if (Math.abs(result) <= Number.MAX_SAFE_INTEGER) return result;
  throw new InputError(
    `customer ${show(customer)}: expected amounts and quantities that add up to at most ${fromMillionths(Number.MAX_SAFE_INTEGER)}, got ${fromMillionths(result)}`,
  );
}
