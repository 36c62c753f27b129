/**
 * Checkpoints as files. Each is a new pair: a JSON file, and a binary file with the arrays. Only when both are on the
 * disk does `latest.json`, renamed into place, name them, and only then are older ones removed: a process killed at
 * any moment leaves the previous checkpoint or the new one, complete.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError, parseInput } from '../core/errors';
import { makeFolder, fileError, readJsonFile, writeFileAtomically } from '../core/files';
import type { SavedState } from '../core/saved-state';
import type { CheckpointStore } from '../train/checkpoint';
import { bytesOf, decodeState, encodeState } from './state-codec';

const PAIR_FILE = /^\d+-(\d+)\.(json|bin)$/;
/** What a process killed while it replaced latest.json leaves behind. */
const UNFINISHED_FILE = /^latest\.json\..+\.tmp$/;

const fileSchema = z.object({ name: z.string().regex(PAIR_FILE), sha256: z.string() });
const latestSchema = z.object({
  schemaVersion: z.literal(1),
  environmentSteps: z.int().min(0),
  state: fileSchema,
  arrays: fileSchema,
});
type Latest = z.infer<typeof latestSchema>;

/** One read or write call and one round of the checksum take at most this much; larger ones fail from 2 GiB on. */
const CHUNK_BYTES = 2 ** 26;

export class CheckpointFiles implements CheckpointStore {
  readonly #folder: string;

  /** @param folder all its own; made at the first `save` */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @throws TypeError naming the key that holds something a saved state must not hold
   * @throws InputError naming the file that cannot be written; the previous checkpoint is then untouched
   */
  save(environmentSteps: number, state: SavedState): void {
    const { tree, arrays } = encodeState(state);
    const base = `${environmentSteps}-${this.#nextNumber()}`;
    const stateFile = `${base}.json`;
    const arraysFile = `${base}.bin`;
    try {
      const latest: Latest = {
        schemaVersion: 1,
        environmentSteps,
        arrays: { name: arraysFile, sha256: writeParts(join(this.#folder, arraysFile), arrays.map(bytesOf)) },
        state: {
          name: stateFile,
          sha256: writeParts(join(this.#folder, stateFile), [Buffer.from(JSON.stringify(tree))]),
        },
      };
      writeFileAtomically(this.#latestPath, `${JSON.stringify(latest, null, 2)}\n`);
    } catch (error) {
      this.#remove((name) => name.startsWith(`${base}.`));
      throw error;
    }
    syncFolder(this.#folder);
    this.#remove(
      (name) => UNFINISHED_FILE.test(name) || (PAIR_FILE.test(name) && !name.startsWith(`${base}.`)),
    );
  }

  /** Whether there is a complete checkpoint. */
  exists(): boolean {
    return existsSync(this.#latestPath);
  }

  /** Steps of the last complete checkpoint without reading it; 0 if there is none. @throws InputError as `load` */
  environmentSteps(): number {
    return this.#latest()?.environmentSteps ?? 0;
  }

  /** @throws InputError naming the file that is missing or damaged */
  load(): { readonly environmentSteps: number; readonly state: SavedState } | null {
    const latest = this.#latest();
    if (latest === null) return null;
    const stateFile = join(this.#folder, latest.state.name);
    const arraysFile = join(this.#folder, latest.arrays.name);
    expectChecksum(stateFile, latest.state.sha256);
    expectChecksum(arraysFile, latest.arrays.sha256);
    const tree = readJsonFile(stateFile);
    const state = withFile(arraysFile, 'r', 'read', (handle) =>
      decodeState(tree, (offset, bytes) => readFully(handle, offset, bytes)),
    );
    return { environmentSteps: latest.environmentSteps, state };
  }

  #latest(): Latest | null {
    if (!this.exists()) return null;
    return parseInput(this.#latestPath, latestSchema, readJsonFile(this.#latestPath));
  }

  get #latestPath(): string {
    return join(this.#folder, 'latest.json');
  }

  /** Above that of every file there, so that no checkpoint is ever written over, not even one of the same step. */
  #nextNumber(): number {
    try {
      makeFolder(this.#folder);
      const numbers = readdirSync(this.#folder).map((name) => Number(PAIR_FILE.exec(name)?.[1] ?? 0));
      return 1 + numbers.reduce((most, number) => Math.max(most, number), 0);
    } catch (error) {
      throw fileError('make the folder', this.#folder, error);
    }
  }

  #remove(unwanted: (name: string) => boolean): void {
    for (const name of readdirSync(this.#folder).filter(unwanted)) {
      rmSync(join(this.#folder, name), { force: true });
    }
  }
}

function withFile<Result>(
  path: string,
  flags: 'r' | 'wx',
  action: string,
  use: (handle: number) => Result,
): Result {
  let handle: number | null = null;
  try {
    handle = openSync(path, flags);
    return use(handle);
  } catch (error) {
    throw fileError(action, path, error);
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** @returns sha-256 of what was written */
function writeParts(path: string, parts: readonly Uint8Array[]): string {
  return withFile(path, 'wx', 'write', (handle) => {
    const hash = createHash('sha256');
    for (const part of parts) {
      for (let done = 0; done < part.length;) {
        const written = writeSync(handle, part, done, Math.min(CHUNK_BYTES, part.length - done));
        hash.update(part.subarray(done, done + written));
        done += written;
      }
    }
    fsyncSync(handle);
    return hash.digest('hex');
  });
}

function readFully(handle: number, offset: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(CHUNK_BYTES, bytes.length - done);
    const read = readSync(handle, bytes, done, length, offset + done);
    if (read === 0) throw new Error('it ended while it was read');
    done += read;
  }
}

function expectChecksum(path: string, expected: string): void {
  const found = withFile(path, 'r', 'read', (handle) => {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(2 ** 20);
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, read));
    }
    return hash.digest('hex');
  });
  if (found !== expected) {
    throw new InputError(`${path}: the checkpoint is damaged: expected sha-256 ${expected}, got ${found}`);
  }
}

/** Makes the new names survive a power cut; Windows has no such call for folders and orders them itself. */
function syncFolder(folder: string): void {
  try {
    withFile(folder, 'r', 'read', fsyncSync);
  } catch {
    return; // the files themselves are safe, and so is the order of their names
  }
}
