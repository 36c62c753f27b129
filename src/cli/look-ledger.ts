/**
 * The ledger of looks as files: `looks/<SHA-256 of a log>.jsonl`, a line of JSON a look, only ever added to. They hold no
 * customers: hashes, names of policies, folders of runs, verdicts.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { InputError, parseInput, show } from '../core/errors';
import { fileError, makeFolder, readInputFile } from '../core/files';
import type { Logger } from '../core/logger';
import type { Decision } from '../report/report';
import type { LookLedger } from '../runs/look-ledger';

const verdicts = {
  better: 'better',
  'as good as': 'as good as',
  'not shown better': 'not shown better',
  worse: 'worse',
  'cannot tell': 'cannot tell',
} as const satisfies { readonly [One in Decision]: One };

/** Later versions may say more. */
const lookSchema = z.looseObject({
  at: z.iso.datetime({ error: 'expected a time as ISO 8601 writes it' }),
  run: z.string().nullable(),
  policy: z.string(),
  identity: z.string(),
  decisions: z.string(),
  split: z.enum(['all', 'test']),
  verdict: z.enum(verdicts).nullable(),
  against: z.string().nullable(),
});

type Look = z.output<typeof lookSchema>;

/**
 * Lines before and after which a line ends: what a killed process left unfinished takes no other line with it. Each goes out
 * in one call that adds to the end, wherever that is by then, so that processes at once do not write over each other.
 *
 * @throws InputError naming the file if it cannot be written
 */
function append(file: string, looks: readonly object[]): void {
  try {
    makeFolder(dirname(file));
    const handle = openSync(file, 'a');
    try {
      for (const look of looks) {
        const line = Buffer.from(`\n${JSON.stringify(look)}\n`);
        const written = writeSync(handle, line);
        if (written < line.length) throw new Error(`${written} of ${line.length} bytes were written`);
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const { message } = fileError('write', file, error);
    throw new InputError(`${message}; CONTACT_DQN_STATE names another folder`, { cause: error });
  }
}

/** @throws InputError naming the line and what was expected */
function parseLook(place: string, line: string): Look {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new InputError(`${place}: expected a look as JSON, got ${show(line)}`, { cause });
  }
  return parseInput(place, lookSchema, value);
}

interface Lines {
  readonly looks: readonly Look[];
  /** What is wrong with those that cannot be read. */
  readonly faults: readonly string[];
}

/** @throws InputError naming the file if it cannot be read */
function readLines(file: string): Lines {
  const looks: Look[] = [];
  const faults: string[] = [];
  // What is no UTF-8 is a fault of its line alone.
  const text = readInputFile(file).toString('utf8');
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      looks.push(parseLook(`${file}:${i + 1}`, line));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
    }
  }
  return { looks, faults };
}

/** @param folder of the user's state; made when there is something to keep */
export function lookLedger(folder: string, { warn }: Pick<Logger, 'warn'>): LookLedger {
  return {
    add(logHash, looks) {
      const file = join(folder, 'looks', `${logHash}.jsonl`);
      append(file, looks);
      const { looks: all, faults } = readLines(file);
      const [first] = faults;
      const more = faults.length > 1 ? ` (and ${faults.length - 1} more lines)` : '';
      if (first !== undefined) warn(`${first}${more}; not counted among the looks at this log`);
      return { looks: all, unreadable: faults.length };
    },
  };
}
