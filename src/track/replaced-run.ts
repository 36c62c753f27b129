/** A run that is being replaced waits beside the new one until that has taken a step: a start that fails loses nothing. */
import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileError } from '../core/files';
import { TEMPORARY, temporaryName } from '../core/temporary-names';
import { remove, REPLACED, runEntries, type RunPaths } from './run-files';

function replacedRuns({ folder }: RunPaths): string[] {
  return readdirSync(folder).filter(
    (entry) => entry.replace(TEMPORARY, '') === REPLACED && entry !== REPLACED,
  );
}

export function removeReplaced(paths: RunPaths): void {
  for (const entry of replacedRuns(paths)) remove(join(paths.folder, entry));
}

/** Moves the run that is there out of the way of a new one, which may fail before it has taken a step. */
export function setAside(paths: RunPaths): void {
  const entries = runEntries(paths);
  // Of a start that was killed: the run that it set aside is older than what is there, if there is any.
  if (entries.length > 0) removeReplaced(paths);
  if (entries.length === 0) return;
  const aside = join(paths.folder, basename(temporaryName(REPLACED)));
  try {
    mkdirSync(aside);
  } catch (error) {
    throw fileError('make the folder', aside, error);
  }
  for (const entry of entries) {
    const path = join(paths.folder, entry);
    try {
      renameSync(path, join(aside, entry));
    } catch (error) {
      putBack(paths);
      throw fileError('replace', path, error);
    }
  }
}

/** The inverse, of a folder in which nothing else of a run is left. */
export function putBack(paths: RunPaths): void {
  for (const aside of replacedRuns(paths)) {
    for (const entry of readdirSync(join(paths.folder, aside)))
      renameSync(join(paths.folder, aside, entry), join(paths.folder, entry));
    rmdirSync(join(paths.folder, aside));
  }
}
