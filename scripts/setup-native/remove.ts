/** Undoes setup-native and bench:peers: the binding of this checkout, and what they keep in the cache. */
import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatBytes } from './format-bytes';

/**
 * What of the cache is ours. The user chooses the folder, so a name alone is not enough: sources of TensorFlow unpack
 * into `tensorflow-2.21.0` too, but only a wheel brings a `.dist-info`.
 */
const OURS: readonly { readonly name: RegExp; readonly holds?: RegExp }[] = [
  { name: /^tensorflow(-cpu)?-\d[\w.]*$/, holds: /^tensorflow.*\.dist-info$/ },
  { name: /^tensorflow(-cpu)?-\d[\w.]*\.(wheels(-\d+)?|partial-\d+)$/ },
  { name: /^(peers|parity)-[0-9a-f]{12}$/, holds: /^pyvenv\.cfg$/ },
];

function isOurs(folder: string, name: string): boolean {
  const path = join(folder, name);
  const matches = OURS.filter((one) => one.name.test(name));
  if (matches.length === 0 || !lstatSync(path).isDirectory()) return false;
  const entries = readdirSync(path);
  return matches.some(({ holds }) => holds === undefined || entries.some((entry) => holds.test(entry)));
}

function bytesOf(path: string): number {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

/** @returns a line for each folder that was removed, with its size */
export function removeNative(native: string, cache: string): string[] {
  const kept = existsSync(cache) ? readdirSync(cache).filter((name) => isOurs(cache, name)) : [];
  const built = [native, `${native}.partial`, `${native}.old`].filter(existsSync);
  const lines = [...built, ...kept.map((name) => join(cache, name))].map((folder) => {
    const bytes = bytesOf(folder);
    rmSync(folder, { recursive: true });
    return `removed ${folder}, ${formatBytes(bytes)}`;
  });
  if (kept.length > 0 && readdirSync(cache).length === 0) rmdirSync(cache);
  return lines;
}
