/** By which a log is known, however many columns were added to it. */
import type { LogSchema } from './log-schema';

/**
 * SHA-256 of the log that decisions come from: of its own files, or of those that `enrich` added columns to.
 *
 * @param dataHash of its own files
 */
export function logHashOf({ enriched }: Pick<LogSchema, 'enriched'>, dataHash: string): string {
  return enriched?.logHash ?? dataHash;
}
