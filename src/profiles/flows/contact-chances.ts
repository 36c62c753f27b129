/** By what chance the log gave its contacts: whether shares by action are what contacts do, or whom they went to. */
import type { Decisions } from '../tables/company-tables';

export interface ContactChance {
  readonly action: string;
  readonly least: number;
  readonly most: number;
}

/**
 * Probabilities of contacts that were given from a moment on and before another; of contacts that were not given, nothing.
 *
 * @returns null where the log does not say them
 */
export function contactChances(
  { times, actions, actionNames, propensities }: Decisions,
  from: number,
  until: number,
): readonly ContactChance[] | null {
  if (propensities === null) return null;
  const chances = actionNames.map((action) => ({ action, least: Infinity, most: -Infinity }));
  times.forEach((time, row) => {
    const probability = propensities[row]!;
    if (time < from || time >= until || Number.isNaN(probability)) return;
    const chance = chances[actions[row]!]!;
    chance.least = Math.min(chance.least, probability);
    chance.most = Math.max(chance.most, probability);
  });
  return chances.slice(1).filter(({ least }) => least < Infinity);
}
