/** What every command over the tables of a company begins with. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InputError, parseInput } from '../../core/errors';
import { expectNotInput, type NamedPath } from '../../core/input-paths';
import { duration } from '../../dataset/schema/durations';
import { milliseconds } from '../../dataset/schema/lengths-of-time';
import { tableNames, type Company } from '../../profiles/tables/open-company';

/** @param flag that it was given by @throws InputError @returns milliseconds */
export function windowOf(window: string, flag = '--window'): number {
  return milliseconds(parseInput(flag, duration, window));
}

/** @param more files that are read beside the tables @throws InputError if an output is an input */
export function expectNoInput(
  company: Company,
  outputs: readonly NamedPath[],
  more: readonly NamedPath[] = [],
): void {
  const tables = tableNames.flatMap((name) => company.files[name]);
  const inputs = [company.file, ...tables].map((path) => ({ flag: '--company', path }));
  expectNotInput(outputs, [...inputs, ...more]);
}

/** SHA-256 of the bytes of all tables, hexadecimal. */
export async function companyHash(company: Company): Promise<string> {
  const hash = createHash('sha256');
  for (const name of tableNames)
    for (const file of company.files[name])
      await pipeline(createReadStream(file), async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) hash.update(piece);
      });
  return hash.digest('hex');
}

/** What was found wrong with the input while it was worked on; null if nothing was. @throws all else */
export async function orWhyNot<Result>(work: () => Promise<Result>): Promise<Result | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
