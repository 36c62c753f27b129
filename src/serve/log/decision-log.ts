/** The decision log of a running service: JSON lines, a new file every day and every so many bytes. */
import { existsSync } from 'node:fs';
import type { Clock } from '../../core/clock';
import { fileError, makeFolder, writeFileAtomically } from '../../core/files';
import type { LoadedModel } from '../../store/model-store';
import { LineFile, openOnDisk, type OpenFile } from './line-file';
import { dayOf, logFile, logFiles, modelFile, removeOld, type LogFile } from './log-files';

export interface DecisionLogOptions {
  readonly folder: string;
  /** Milliseconds for which files are kept; null for ever. */
  readonly retain: number | null;
  readonly clock: Clock;
  /** Bytes from which on a new file is begun. @default 256 MiB */
  readonly mostBytes?: number;
  readonly openFile?: OpenFile;
}

const MOST_BYTES = 2 ** 28;

export class DecisionLog {
  readonly #options: DecisionLogOptions;
  #current: LogFile & { readonly file: LineFile };
  /** One after the other: while a file is changed for the next, lines wait. */
  #turn: Promise<unknown> = Promise.resolve();
  #isTurning = false;

  private constructor(options: DecisionLogOptions, current: LogFile & { readonly file: LineFile }) {
    this.#options = options;
    this.#current = current;
  }

  /** Goes on with the last file of today. @throws InputError if the folder cannot be written */
  static async open(options: DecisionLogOptions): Promise<DecisionLog> {
    const { folder, clock, retain, openFile = openOnDisk } = options;
    try {
      makeFolder(folder);
      const now = clock.now();
      if (retain !== null) removeOld(folder, now, retain);
      const today = logFiles(folder).filter(({ day }) => day === dayOf(now));
      const last = today.at(-1) ?? logFile(folder, dayOf(now), 1);
      return new DecisionLog(options, { ...last, file: await LineFile.open(last.path, openFile) });
    } catch (error) {
      throw fileError('write', folder, error);
    }
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** Files that are complete, the one that is written at last. */
  files(): readonly LogFile[] {
    return logFiles(this.#options.folder);
  }

  /** Says what the lines of a model mean, for `collect`. @throws InputError if it cannot be written */
  describe({ model, manifest }: LoadedModel): void {
    const path = modelFile(this.#options.folder, manifest.sha256.manifest);
    if (existsSync(path)) return;
    const { actions, features } = model;
    writeFileAtomically(
      path,
      `${JSON.stringify({ actions, features, raw: manifest.raw ?? null }, null, 2)}\n`,
    );
  }

  /** @throws what the file system says; no line then counts */
  async append(lines: string): Promise<void> {
    if (this.#isTurning) await this.#turn;
    else if (this.#isFull()) await this.#queued(() => this.#next());
    return this.#current.file.append(lines);
  }

  /** Closes the file, does something with all of them, and goes on with the last: lines wait. */
  async whileClosed<Result>(work: (files: readonly LogFile[]) => Promise<Result>): Promise<Result> {
    return this.#queued(async () => {
      await this.#current.file.close();
      try {
        return await work(this.files());
      } finally {
        await this.#open(this.#current);
      }
    });
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#current.file.close();
  }

  #isFull(): boolean {
    const { clock, mostBytes = MOST_BYTES } = this.#options;
    return this.#current.day !== dayOf(clock.now()) || this.#current.file.length >= mostBytes;
  }

  #queued<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#isTurning = true;
    const done = this.#turn.then(work);
    const turn: Promise<unknown> = done
      .catch(() => undefined)
      .finally(() => {
        if (this.#turn === turn) this.#isTurning = false;
      });
    this.#turn = turn;
    return done;
  }

  async #next(): Promise<void> {
    if (!this.#isFull()) return;
    const { folder, clock, retain } = this.#options;
    const now = clock.now();
    const { day, part, file } = this.#current;
    const today = dayOf(now);
    await this.#open(logFile(folder, today, day === today ? part + 1 : 1));
    await file.close();
    if (retain !== null) removeOld(folder, now, retain);
  }

  async #open(next: LogFile): Promise<void> {
    const { openFile = openOnDisk } = this.#options;
    this.#current = { ...next, file: await LineFile.open(next.path, openFile) };
  }
}
