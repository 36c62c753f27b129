/** In which of a million buckets a customer falls: a hash that every language and database computes alike. */
import { sha256 } from '../../core/hashes';

/** Shares are whole numbers of buckets. */
export const BUCKETS = 1_000_000;

/** Hexadecimal digits that are read: 52 bits, which a double and a 64-bit whole number both hold. */
const DIGITS = 13;

/** For whoever computes it elsewhere. */
export const BUCKET_RULE =
  'bucket = (the first 13 hexadecimal digits of the SHA-256 of "SALT:CUSTOMER" in UTF-8, as a whole number) mod 1000000; ' +
  'a group has the buckets of its ranges, from <= bucket < to';

/**
 * SHA-256 of salt, colon and customer in UTF-8; its first 13 hexadecimal digits as a whole number, modulo 1,000,000.
 * Different salts give buckets that have nothing to do with each other.
 *
 * @param salt without a colon, so that no two pairs of salt and customer are one text
 * @param customer as the file has it, without blanks around it: "0042" and "42" are two customers
 * @returns a whole number in [0, 1,000,000)
 */
export function bucketOf(salt: string, customer: string): number {
  return Number.parseInt(sha256(`${salt}:${customer}`).slice(0, DIGITS), 16) % BUCKETS;
}
