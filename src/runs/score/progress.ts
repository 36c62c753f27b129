/** How far scoring is: by the bytes of its files, as often as they are read. */
import { stat } from 'node:fs/promises';
import type { ProgressDisplay } from '../../core/progress';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { Host } from '../host';

const MEGABYTE = 1e6;

export interface PassProgress {
  update(batch: RawBatch): void;
  /** The last way through the files begins. */
  lastPass(): void;
  shouldStop(): Promise<boolean>;
  stop(): void;
}

/** Bytes of all; 0 where one is no file at rest, or is not there, which reading says better. */
export async function sizeOf(files: readonly string[]): Promise<number> {
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  if (!stats.every((one) => one?.isFile() === true)) return 0;
  return stats.reduce((sum, one) => sum + one!.size, 0);
}

/**
 * @param size bytes of the files; 0 where nobody knows
 * @param passes ways through them
 */
export function passProgress(size: number, passes: number, host: Host): PassProgress {
  const stop = host.listenForStop();
  const total = Math.ceil((passes * size) / MEGABYTE);
  let display: ProgressDisplay | null = null;
  let done = 0;
  return {
    update: ({ bytesRead, first, rows }) => {
      // A pipe has no size; Parquet is not read byte by byte.
      if (bytesRead === null || size === 0) return;
      display ??= host.progress({ title: 'scoring', total, unit: 'MB' });
      display.update(Math.floor((done + bytesRead) / MEGABYTE), [`${first + rows} rows`]);
    },
    lastPass: () => {
      done = (passes - 1) * size;
    },
    shouldStop: () => stop.shouldStop(),
    stop: () => {
      display?.stop();
      stop.release();
    },
  };
}
