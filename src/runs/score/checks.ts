/** What is asked of scoring, checked against the model that is to do it. */
import { stat } from 'node:fs/promises';
import { InputError, show } from '../../core/errors';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { expectUnchanged } from '../../dataset/read/file-bytes';
import { momentOf } from '../../dataset/schema/time-units';
import { expectExploration } from '../../decide/exploration';
import type { LoadedModel } from '../../store/model-store';
import type { ScoreRequest } from './request';

export function rawOf({ manifest }: Pick<LoadedModel, 'manifest'>): RawInputs {
  if (manifest.raw !== undefined) return manifest.raw;
  throw new InputError(
    '--model: expected one that was trained on raw columns; this one takes predict --state',
  );
}

export function asOfTime(asOf: string | undefined, raw: RawInputs): number | undefined {
  if (asOf === undefined) return undefined;
  const now = momentOf(asOf, raw.schema);
  if (!Number.isNaN(now)) return now;
  const form = raw.schema.timeUnit;
  const expected = form === undefined ? 'a date or time such as 2026-11-28' : `a number of ${form}`;
  throw new InputError(`--as-of: expected ${expected}, got ${show(asOf)}`);
}

export function expectSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw new InputError(`--seed: expected a whole number from 0 to 4294967295, got ${seed}`);
}

/** Drawn by the same seed twice, the same customers would be tried twice: a default would be the same in every round. */
export function expectSeedOfTrials({ exploration, seed }: ScoreRequest): void {
  if (exploration === undefined || seed !== undefined) return;
  throw new InputError(
    '--seed: expected a whole number, another for each round in which something is tried, got none',
  );
}

/** What is tried must be some share, of which a limit leaves decisions by value. */
export function expectTrials({ exploration, budget, capacity }: ScoreRequest, actions: number): number {
  if (exploration === undefined) return 0;
  expectExploration(exploration, actions);
  const isLimited = budget !== undefined || capacity !== undefined;
  if (exploration.kind === 'epsilon') {
    if (!isLimited || exploration.epsilon < 1) return exploration.epsilon;
    throw new InputError('--explore: expected below 1 with --budget or --capacity, got 1');
  }
  if (isLimited)
    throw new InputError(
      '--explore-scale: expected without --budget and --capacity, for by gaps in value each price changes how often every action is tried, so that no price found for decisions by value keeps the limit; --explore keeps it, on average',
    );
  return 0;
}

/** @returns what says, once they were read twice, that they were the same both times, or throws an InputError */
export async function expectReadTwice(files: readonly string[]): Promise<() => Promise<void>> {
  const before = await Promise.all(files.map((file) => stat(file)));
  for (const [i, file] of files.entries())
    if (!before[i]!.isFile())
      throw new InputError(
        `--data: expected files, which a budget or capacity needs to be read twice, got ${file}`,
      );
  return async () => {
    for (const [i, file] of files.entries()) await expectUnchanged(file, before[i]!);
  };
}
