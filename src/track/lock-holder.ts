/** What a lock file says of the process that wrote it. */
import { z } from 'zod';
import type { Processes } from '../core/processes';

const holderSchema = z
  .object({
    host: z.string(),
    place: z.string(),
    pid: z.int(),
    /** Start of the process, as its system counts; null where that does not say. */
    started: z.string().nullable(),
    since: z.string().describe('when the lock was taken, for people'),
  })
  .readonly();

export type Holder = z.infer<typeof holderSchema>;

/** @param now milliseconds since 1970 */
export function holderText({ host, place, pid, find }: Processes, now: number): string {
  const holder: Holder = {
    ...{ host, place, pid },
    started: find(pid)?.started ?? null,
    since: new Date(now).toISOString(),
  };
  return `${JSON.stringify(holder)}\n`;
}

/** @returns null for a file that its writer never finished, or that an older version wrote */
export function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function describeHolder(holder: Holder | null): string {
  return holder === null
    ? 'one of another process'
    : `one of process ${holder.pid} on ${holder.host} since ${holder.since}`;
}

/** Whether the very process that took the lock still runs; null if that cannot be known from here. */
export function isRunning(holder: Holder, { place, find }: Processes): boolean | null {
  if (holder.place !== place) return null;
  const found = find(holder.pid);
  if (found === null) return false;
  return found.started === null || holder.started === null ? null : found.started === holder.started;
}
