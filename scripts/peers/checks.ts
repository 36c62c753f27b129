/** Proofs that everybody does the same work, made from what the contenders leave: they stand beside the times. */
import type { MeanAndError } from './ours/environment';
import { readNpy } from './npy';
import type { Check } from './results';

/** Largest difference of parameters, relative to their size, and to how far the updates moved them. */
const PARAMETER_LIMIT = 1e-4;
const STANDARD_ERRORS = 3;
const REWARD_LIMIT = 1e-4;

/** What is known so far: ours is the reference, and goes first in every match. */
export class Checks {
  readonly #checks = new Map<string, Check>();
  episodeReward: MeanAndError | null = null;
  passReward: number | null = null;
  /** File of the parameters to compare with, by task. */
  readonly parameters = new Map<string, string>();

  get all(): readonly Check[] {
    return [...this.#checks.values()];
  }

  /** Keeps the worst of the rounds. @throws Error if the limit is passed: the time of other work says nothing */
  add(check: Check): void {
    const key = [check.section, check.task, check.contender].join('|');
    const before = this.#checks.get(key);
    if (before === undefined || check.value > before.value) this.#checks.set(key, check);
    if (!(check.value <= check.limit))
      throw new Error(`${check.claim}: expected at most ${check.limit}, got ${check.value}`);
  }
}

/** Euclidean length of the difference, relative to that of the reference. */
export function relativeDifference(values: Float32Array, reference: Float32Array): number {
  if (values.length !== reference.length)
    throw new RangeError(`relativeDifference: expected ${reference.length} numbers, got ${values.length}`);
  const squares = values.reduce((sum, value, i) => sum + (value - reference[i]!) ** 2, 0);
  return Math.sqrt(squares / reference.reduce((sum, value) => sum + value ** 2, 0));
}

/** @param file the parameters that the contender left */
export function checkParameters(checks: Checks, file: string, task: string, contender: string): void {
  const reference = checks.parameters.get(task);
  if (reference === undefined) {
    checks.parameters.set(task, file);
    return;
  }
  const claim = 'difference of the parameters after 32 updates, relative to their size';
  const value = relativeDifference(readNpy(file).values, readNpy(reference).values);
  checks.add({ section: 'update', task, contender, claim, value, limit: PARAMETER_LIMIT });
}

export function checkEpisodeRewards(checks: Checks, contender: string, found: MeanAndError): void {
  const own = (checks.episodeReward ??= found);
  const error = Math.hypot(own.standardError, found.standardError);
  const value = Math.abs(found.mean - own.mean) / error;
  const claim =
    'difference of the mean reward of an episode that takes every action in turn, in standard errors';
  checks.add({ section: 'environment', task: 'episode', contender, claim, value, limit: STANDARD_ERRORS });
}

export function checkPassRewards(checks: Checks, contender: string, found: number): void {
  const own = (checks.passReward ??= found);
  const claim = 'difference of the reward of one pass over the rows';
  const value = Math.abs(found - own);
  checks.add({ section: 'study', task: 'pass', contender, claim, value, limit: REWARD_LIMIT });
}
