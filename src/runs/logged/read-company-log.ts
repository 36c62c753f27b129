/** Reads a company's log, or takes it as an earlier start kept it, and shows how far that is. */
import { stat } from 'node:fs/promises';
import type { ProgressDisplay } from '../../core/progress';
import { cachedLog } from '../../dataset/cache/log-cache';
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { readContactLog } from '../../dataset/contacts/read-contact-log';
import type { OnProgress } from '../../dataset/read/csv';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { Host } from '../host';

const MEGABYTE = 1e6;

/** Bytes of all files; 0 where one is no file at rest, or is not there, which reading says better. */
async function sizeOf(files: readonly string[]): Promise<number> {
  try {
    const stats = await Promise.all(files.map((file) => stat(file)));
    return stats.every((one) => one.isFile()) ? stats.reduce((sum, { size }) => sum + size, 0) : 0;
  } catch {
    return 0;
  }
}

/** A bar once the first rows are read: small logs are there before anybody looks. */
function readingProgress(
  size: number,
  host: Host,
): { readonly onProgress: OnProgress; readonly stop: () => void } {
  const { clock } = host;
  const started = clock.now();
  let display: ProgressDisplay | null = null;
  return {
    onProgress: (rows, bytes) => {
      // A pipe has no size; Parquet is not read byte by byte.
      if (bytes === null || size === 0) return;
      display ??= host.progress({ title: 'reading', total: Math.ceil(size / MEGABYTE), unit: 'MB' });
      const perSecond = (1000 * rows) / Math.max(1, clock.now() - started);
      const details = [`${rows} rows`, `${perSecond.toFixed(0)} rows/s`];
      display.update(Math.floor(bytes / MEGABYTE), details);
    },
    stop: () => display?.stop(),
  };
}

export interface ReadOptions {
  /** A model's, to number the rows by. */
  readonly actions?: readonly string[] | undefined;
}

/**
 * @param schema with its features
 * @throws InputError with file, line, column, expectation and value
 */
export async function readCompanyLog(
  files: readonly string[],
  schema: LogSchema,
  { actions }: ReadOptions,
  host: Host,
): Promise<ContactLog> {
  const { logger, clock, logCache } = host;
  const features = schema.features!;
  const size = await sizeOf(files);
  const read = async () => {
    const { onProgress, stop } = readingProgress(size, host);
    try {
      return await readContactLog(files, schema, features, { actions, onProgress });
    } finally {
      stop();
    }
  };
  if (logCache === undefined || logCache === null || size < logCache.smallest) return read();
  const { folder } = logCache;
  const warn = (message: string) => logger.warn(message);
  const { log, isKept } = await cachedLog({ files, schema, features, actions }, read, {
    ...{ folder, now: clock.now(), warn },
  });
  logger.info(
    isKept
      ? `${files.join(', ')}: as it was read before, from ${folder}`
      : `${files.join(', ')}: kept in ${folder} for the next start (--no-cache keeps nothing)`,
  );
  return log;
}
