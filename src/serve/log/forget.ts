/** Takes a customer out of a decision log: decisions, and what came of them. */
import { createReadStream, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { removeAbandoned, temporaryName } from '../../core/temporary-names';
import { LineFile } from './line-file';
import type { LogFile } from './log-files';
import type { LogLine } from './log-lines';

export interface ForgottenLines {
  readonly decisions: number;
  readonly outcomes: number;
}

/** Text of about so many letters is written at once. */
const PIECE = 2 ** 20;

/** What a line is of; a line that is none of a log, such as a part of one, is kept as it is. */
function parsed(text: string): Partial<LogLine> & { readonly customer?: string | null } {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return {};
  }
}

/** Writes a file without some of its lines, and puts it in its place. @returns how many went */
async function without(path: string, goes: (text: string) => boolean): Promise<number> {
  const written = temporaryName(path);
  removeAbandoned(path);
  writeFileSync(written, '');
  const file = await LineFile.open(written);
  let [piece, gone] = ['', 0];
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (goes(text)) gone += 1;
    else piece += `${text}\n`;
    if (piece.length < PIECE) continue;
    await file.append(piece);
    piece = '';
  }
  if (piece !== '') await file.append(piece);
  await file.close();
  if (gone > 0) await rename(written, path);
  else await rm(written);
  return gone;
}

/** @param files that nobody writes meanwhile, the oldest first */
export async function forgetInFiles(files: readonly LogFile[], customer: string): Promise<ForgottenLines> {
  const forgotten = new Set<string>();
  const isDecision = (text: string) => {
    const { kind, customer: of, id } = parsed(text);
    if (kind !== 'decision' || of !== customer) return false;
    forgotten.add(id!);
    return true;
  };
  const isOutcome = (text: string) => {
    const { kind, id } = parsed(text);
    return kind === 'outcome' && forgotten.has(id!);
  };
  let [decisions, outcomes] = [0, 0];
  for (const { path } of files) decisions += await without(path, isDecision);
  if (forgotten.size > 0) for (const { path } of files) outcomes += await without(path, isOutcome);
  return { decisions, outcomes };
}
