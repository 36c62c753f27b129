/** Undoes setup-native: the binding of this checkout, and the libraries of the cache. */
import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatBytes } from './format-bytes';

function bytesOf(path: string): number {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

/** @returns a line for each folder that was removed, with its size */
export function removeNative(native: string, cache: string): string[] {
  const libraries = existsSync(cache)
    ? readdirSync(cache)
        .filter((name) => name.startsWith('tensorflow'))
        .map((name) => join(cache, name))
    : [];
  const lines = [native, ...libraries].filter(existsSync).map((folder) => {
    const bytes = bytesOf(folder);
    rmSync(folder, { recursive: true });
    return `removed ${folder}, ${formatBytes(bytes)}`;
  });
  if (libraries.length > 0 && readdirSync(cache).length === 0) rmdirSync(cache);
  return lines;
}
