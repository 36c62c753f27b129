/**
 * The contact store of a service: a file of lines that survives a kill, read at the start and kept in memory. A contact is
 * in memory when its line is written, so that what a rule counts is what the next start will count.
 */
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { InputError, parseInput } from '../../core/errors';
import { fileError, makeFolder } from '../../core/files';
import { removeAbandoned, temporaryName } from '../../core/temporary-names';
import { LineFile, openOnDisk, type OpenFile } from '../log/line-file';
import type { KeptPast } from '../threads/messages';
import { ContactBook } from './contact-book';
import { contactLineSchema, type ContactLine } from './contact-lines';

const lineOf = (line: ContactLine): string => `${JSON.stringify(line)}\n`;

/** Lines of which fewer than one in so many still counts are written anew at the start. */
const WORTH_KEEPING = 2;

/** @throws InputError naming the line that is none of a contact store; a part of a last line is no line */
async function readBook(path: string): Promise<ContactBook> {
  const book = new ContactBook();
  if (!existsSync(path)) return book;
  let line = 0;
  let broken: { readonly line: number; readonly cause: unknown } | null = null;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (broken !== null)
      throw new InputError(`${path}:${broken.line}: expected a line of a contact store, as JSON`, broken);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      // Only of the last line, which a kill may have cut.
      broken = { line, cause };
      continue;
    }
    book.take(parseInput(`${path}:${line}`, contactLineSchema, value));
  }
  return book;
}

/** Writes the lines that count under another name, and puts them in the place of the file. */
async function writeBook(path: string, book: ContactBook): Promise<void> {
  const written = temporaryName(path);
  removeAbandoned(path);
  writeFileSync(written, '');
  const file = await LineFile.open(written);
  let piece = '';
  for (const line of book.lines()) {
    piece += lineOf(line);
    if (piece.length < 2 ** 20) continue;
    await file.append(piece);
    piece = '';
  }
  await file.append(piece);
  await file.close();
  await rename(written, path);
}

export class ContactStore {
  readonly #path: string;
  readonly #openFile: OpenFile;
  readonly #book: ContactBook;
  #file: LineFile;
  /** While a customer is forgotten, lines wait. */
  #turn: Promise<unknown> | null = null;

  private constructor(path: string, openFile: OpenFile, book: ContactBook, file: LineFile) {
    this.#path = path;
    this.#openFile = openFile;
    this.#book = book;
    this.#file = file;
  }

  /** @throws InputError if the file is none of a contact store, or cannot be written */
  static async open(path: string, openFile: OpenFile = openOnDisk): Promise<ContactStore> {
    const book = await readBook(path);
    try {
      makeFolder(dirname(path));
      let counting = 0;
      for (const _ of book.lines()) counting += 1;
      if (book.taken > WORTH_KEEPING * counting) await writeBook(path, book);
      return new ContactStore(path, openFile, book, await LineFile.open(path, openFile));
    } catch (error) {
      throw fileError('write', path, error);
    }
  }

  get contacts(): number {
    return this.#book.contacts;
  }

  get customers(): number {
    return this.#book.customers;
  }

  pastOf(customer: string): KeptPast {
    return this.#book.pastOf(customer);
  }

  /** The last time at which a customer was decided on; null where never. */
  lastTime(customer: string): number | null {
    return this.#book.lastTime(customer);
  }

  /** Whose contact a decision is; null where it is none that is kept. */
  contactOf(decision: string): { readonly customer: string; readonly action: string } | null {
    return this.#book.contactOf(decision);
  }

  /** @throws what the file system says; none of the lines then counts */
  async add(lines: readonly ContactLine[]): Promise<void> {
    while (this.#turn !== null) await this.#turn;
    await this.#file.append(lines.map(lineOf).join(''));
    for (const line of lines) this.#book.take(line);
  }

  /** Takes contacts back that did not come about: out of memory in any case, out of the file as far as the disk allows. */
  async undo(lines: readonly ContactLine[]): Promise<void> {
    const undone = lines.map(({ c, d }): ContactLine => ({ c, d, u: 1 }));
    for (const line of undone) this.#book.take(line);
    await this.#file.append(undone.map(lineOf).join('')).catch(() => undefined);
  }

  /** Removes all that is kept of a customer, from memory and the disk. */
  async forget(customer: string): Promise<void> {
    while (this.#turn !== null) await this.#turn;
    const turn = this.#rewrite(customer);
    this.#turn = turn.catch(() => undefined).finally(() => (this.#turn = null));
    await turn;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#file.close();
  }

  async #rewrite(customer: string): Promise<void> {
    this.#book.forget(customer);
    await this.#file.close();
    await writeBook(this.#path, this.#book);
    this.#file = await LineFile.open(this.#path, this.#openFile);
  }
}
