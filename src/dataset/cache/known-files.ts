/**
 * Hashes of files that were read before, so that a file of gigabytes is not read to find out that it is the same: as git
 * does it, a file is what it was as long as its size, its times and its inode are.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../../core/files';
import { hashFile } from '../read/file-bytes';

/** Of a file that was written to this short before it was looked at, the times may hide a second write. */
const UNSETTLED_MS = 2000;

/** One text per file. */
type Stamps = readonly string[];

const indexSchema = z.record(z.string(), z.object({ stamps: z.array(z.string()), dataHash: z.string() }));

type Index = z.output<typeof indexSchema>;

/** What a file looks like without being read; null of what is no file at rest. */
async function stampOf(file: string, now: number): Promise<string | null> {
  const stats = await stat(file, { bigint: true });
  const { size, mtimeNs, ctimeNs, ino } = stats;
  if (!stats.isFile() || now - Number(ctimeNs / 1_000_000n) < UNSETTLED_MS) return null;
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}

/** @param now milliseconds since 1970 @returns null if one of the files may still be written to */
export async function stampsOf(files: readonly string[], now: number): Promise<Stamps | null> {
  const stamps = await Promise.all(files.map((file) => stampOf(file, now)));
  return stamps.every((stamp) => stamp !== null) ? stamps : null;
}

/** As `readTable` has it. */
async function dataHashOf(files: readonly string[]): Promise<string> {
  if (files.length === 1) return hashFile(files[0]!);
  const hash = createHash('sha256');
  for (const file of files) hash.update(await hashFile(file));
  return hash.digest('hex');
}

export class KnownFiles {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'files.json');
  }

  /** The index is only ever a help: one that cannot be read knows nothing. */
  #index(): Index {
    try {
      return indexSchema.parse(readJsonFile(this.#path));
    } catch {
      return {};
    }
  }

  /** The hash of files that look as they did, else of what they hold now. */
  async hashOf(files: readonly string[], stamps: Stamps | null): Promise<string> {
    const known = this.#index()[nameOf(files)];
    const isSame = stamps !== null && known?.stamps.join() === stamps.join();
    return isSame ? known.dataHash : dataHashOf(files);
  }

  /** @param stamps from before the files were read */
  remember(files: readonly string[], stamps: Stamps | null, dataHash: string): void {
    if (stamps === null) return;
    const index = { ...this.#index(), [nameOf(files)]: { stamps: [...stamps], dataHash } };
    writeFileAtomically(this.#path, `${JSON.stringify(index, null, 2)}\n`);
  }
}

function nameOf(files: readonly string[]): string {
  return files.map((file) => resolve(file)).join('\n');
}
