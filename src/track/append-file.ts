/** A file that only grows, and is cut back when a run resumes: what metrics.csv and the event file share. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../core/errors';
import { makeFolder, fileError } from '../core/files';

export class AppendFile {
  readonly path: string;
  #handle: number | null = null;
  #length = 0;

  /** Touches nothing yet: the first `append` starts the file anew, `cutTo` continues it. */
  constructor(path: string) {
    this.path = path;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** @throws InputError naming the file if it cannot be written; its length is then unchanged */
  append(bytes: Uint8Array): void {
    try {
      this.#handle ??= this.#open('w');
      // At a position of our own: what a failed write left behind is overwritten by the next one.
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#handle, bytes, done, bytes.length - done, this.#length + done);
      }
    } catch (error) {
      throw fileError('write', this.path, error);
    }
    this.#length += bytes.length;
  }

  /** Makes everything appended so far survive a power cut. @throws InputError naming the file */
  flush(): void {
    if (this.#handle === null) return;
    try {
      fsyncSync(this.#handle);
    } catch (error) {
      throw fileError('write', this.path, error);
    }
  }

  /**
   * Continues a file of which only the first `length` bytes are wanted.
   *
   * @throws InputError naming the file if it is missing or shorter
   */
  cutTo(length: number): void {
    this.close();
    try {
      this.#handle = this.#open(length === 0 ? 'w' : 'r+');
      const found = fstatSync(this.#handle).size;
      if (found < length) {
        throw new InputError(
          `${this.path}: expected at least ${length} bytes to continue from, got ${found}`,
        );
      }
      ftruncateSync(this.#handle, length);
    } catch (error) {
      this.close();
      throw error instanceof InputError ? error : fileError('continue', this.path, error);
    }
    this.#length = length;
  }

  /** Lets go of the file; only `cutTo` continues it. */
  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
    this.#length = 0;
  }

  #open(flags: 'w' | 'r+'): number {
    makeFolder(dirname(this.path));
    return openSync(this.path, flags);
  }
}
