/**
 * A file of lines that only grows, written by another thread of the process than the one that answers requests: what is
 * appended while the disk is busy goes with the next write. A line counts when its whole write is done, which a killed
 * process cannot take back; a power cut may take the last second.
 */
import { open, type FileHandle } from 'node:fs/promises';

/** The part of a file that is written; a test gives a disk that is full. */
export type WrittenFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close' | 'stat' | 'read'>;
export type OpenFile = (path: string) => Promise<WrittenFile>;

/** Opens a file for reading and writing at any place, and makes it where there is none. */
export const openOnDisk: OpenFile = async (path) =>
  open(path, 'r+').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(path, 'wx+');
  });

/** Milliseconds after which what was written is asked to be on the disk itself. */
const SYNC_AFTER = 1000;

/** Bytes looked through at once for the end of the last whole line. */
const LOOK = 64 * 1024;

const NEWLINE = 0x0a;

/** How long the whole lines of a file are: a process that was killed may have left a part of one. */
async function wholeLength(file: WrittenFile): Promise<number> {
  let { size: end } = await file.stat();
  const bytes = Buffer.alloc(LOOK);
  while (end > 0) {
    const from = Math.max(0, end - LOOK);
    const { bytesRead } = await file.read(bytes, 0, end - from, from);
    const last = bytes.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (last >= 0) return from + last + 1;
    end = from;
  }
  return 0;
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

export class LineFile {
  readonly path: string;
  readonly #file: WrittenFile;
  #length: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #sync: NodeJS.Timeout | null = null;

  private constructor(path: string, file: WrittenFile, length: number) {
    this.path = path;
    this.#file = file;
    this.#length = length;
  }

  /** Goes on after the last whole line. */
  static async open(path: string, openFile: OpenFile = openOnDisk): Promise<LineFile> {
    const file = await openFile(path);
    const length = await wholeLength(file);
    await file.truncate(length);
    return new LineFile(path, file, length);
  }

  /** Bytes of the lines that count. */
  get length(): number {
    return this.#length;
  }

  /**
   * @param lines each with its end
   * @throws what the file system says, if they could not be written; none of them then counts
   */
  append(lines: string): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ text: lines, done, fail });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Writes what waits, and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#sync !== null) clearTimeout(this.#sync);
    await this.#file.datasync().catch(() => undefined);
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(Buffer.from(together.map(({ text }) => text).join('')));
        for (const { done } of together) done();
      } catch (error) {
        for (const { fail } of together) fail(error);
      }
    }
    this.#writing = null;
  }

  async #write(bytes: Buffer): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#length + at);
        at += bytesWritten;
      }
    } catch (error) {
      // What a full disk took of a line goes again; where even that fails the next write is over it.
      await this.#file.truncate(this.#length).catch(() => undefined);
      throw error;
    }
    this.#length += bytes.length;
    this.#sync ??= setTimeout(() => {
      this.#sync = null;
      void this.#file.datasync().catch(() => undefined);
    }, SYNC_AFTER).unref();
  }
}
