/** The files of a decision log's folder: one a day, more where a day is long, and what the models of their lines ask for. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^decisions-(\d{4}-\d{2}-\d{2})\.(\d+)\.jsonl$/;

export interface LogFile {
  readonly path: string;
  /** Such as 2026-11-28, in UTC. */
  readonly day: string;
  /** From 1 on, within the day. */
  readonly part: number;
}

export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function logFile(folder: string, day: string, part: number): LogFile {
  return { path: join(folder, `decisions-${day}.${part}.jsonl`), day, part };
}

/** The oldest first. */
export function logFiles(folder: string): LogFile[] {
  const found = readdirSync(folder).flatMap((name) => {
    const [, day, part] = NAME.exec(name) ?? [];
    return day === undefined ? [] : [logFile(folder, day, Number(part))];
  });
  return found.sort((one, other) => one.day.localeCompare(other.day) || one.part - other.part);
}

/** Removes the files of days that ended longer ago than they are kept. @param retain milliseconds */
export function removeOld(folder: string, now: number, retain: number): void {
  const oldest = dayOf(now - retain);
  for (const { path, day } of logFiles(folder)) if (day < oldest) rmSync(path, { force: true });
}

/** What a model's lines mean, in the folder of its log. @param hash of the model */
export function modelFile(folder: string, hash: string): string {
  return join(folder, `model-${hash}.json`);
}
