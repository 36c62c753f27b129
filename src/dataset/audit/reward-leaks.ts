/**
 * Features that know what came of the decision: a part of the reward, or something measured afterwards, such as the
 * length of the call. What is known beforehand foretells a single outcome badly, and shares what it knows with other
 * features; what is known afterwards does neither.
 */
import { factored, solve } from '../../stats/cholesky';
import type { AuditInput } from './audit-input';
import { lookedAt } from './audit-input';
import { isNamedLikeOutcome } from './outcome-names';
import type { Check, Finding } from './finding';
import { percent } from './words';

/** Decisions' worth of doubt in the mean of a bin. */
const RIDGE = 5;
/** Features that are left out in turn: what explains next to nothing by itself adds nothing. */
const MOST_TRIED = 10;

/** [m] rank of the reward within its action, less the mean rank, so that no large reward decides alone. */
export function rewardRanks({ sample, decisions, counts }: AuditInput): Float64Array {
  const ranks = new Float64Array(sample.length);
  const places = Array.from(sample.keys());
  for (const action of counts.keys()) {
    const own = places.filter((i) => decisions.actions[sample[i]!] === action);
    const reward = (i: number) => decisions.rewards[sample[i]!]!;
    own.sort((a, b) => reward(a) - reward(b));
    for (let from = 0; from < own.length;) {
      let to = from;
      while (to < own.length && reward(own[to]!) === reward(own[from]!)) to += 1;
      for (let i = from; i < to; i += 1) ranks[own[i]!] = ((from + to - 1) / 2 + 0.5) / own.length - 0.5;
      from = to;
    }
  }
  return ranks;
}

interface Sums {
  /** [width, width] how often two bins occur together */
  readonly together: Float64Array;
  /** [width] sum of the ranks in a bin */
  readonly ranks: Float64Array;
}

/** Sums over one half of the decisions. */
function sumsOf(
  { bins, folds }: AuditInput,
  starts: readonly number[],
  width: number,
  ranks: Float64Array,
  fold: number,
): Sums {
  const sums = { together: new Float64Array(width * width), ranks: new Float64Array(width) };
  const at = new Int32Array(bins.length);
  ranks.forEach((rank, i) => {
    if (folds[i] !== fold) return;
    for (let f = 0; f < at.length; f += 1) at[f] = starts[f]! + bins[f]!.codes[i]!;
    for (const one of at) {
      sums.ranks[one]! += rank;
      for (const other of at) sums.together[one * width + other]! += 1;
    }
  });
  return sums;
}

/** [width] effect of each bin by ridge regression, 0 for the bins of features left out. */
function effectsOf({ together, ranks }: Sums, width: number, kept: readonly number[]): Float64Array {
  const size = kept.length;
  const matrix = new Float64Array(size * size);
  kept.forEach((one, i) =>
    kept.forEach((other, j) => (matrix[i * size + j] = together[one * width + other]!)),
  );
  for (let i = 0; i < size; i += 1) matrix[i * size + i]! += RIDGE;
  const solved = solve(
    factored(matrix, size),
    size,
    Float64Array.from(kept, (bin) => ranks[bin]!),
  );
  const effects = new Float64Array(width);
  kept.forEach((bin, i) => (effects[bin] = solved[i]!));
  return effects;
}

export interface Explained {
  /** [features] share of the spread of rewards that a feature explains by itself */
  readonly alone: readonly number[];
  /** [features] what it adds to all others; 0 of those that explain little by themselves, which were not tried */
  readonly added: readonly number[];
}

/** Shares of the spread of the rewards within an action, each half by what the other half shows. */
export function explained(input: AuditInput): Explained {
  const { bins, folds } = input;
  const starts = bins.map((_, f) => bins.slice(0, f).reduce((sum, { count }) => sum + count, 0));
  const width = bins.reduce((sum, { count }) => sum + count, 0);
  const ranks = rewardRanks(input);
  const halves = [0, 1].map((fold) => sumsOf(input, starts, width, ranks, fold));
  const total = ranks.reduce((sum, rank) => sum + rank * rank, 0);
  const binsOf = (f: number) => Array.from({ length: bins[f]!.count }, (_, bin) => starts[f]! + bin);
  const shareBy = (features: readonly number[]): number => {
    if (features.length === 0 || total === 0) return 0;
    const kept = features.flatMap(binsOf);
    const effects = halves.map((half) => effectsOf(half, width, kept));
    let left = 0;
    ranks.forEach((rank, i) => {
      const known = effects[1 - folds[i]!]!;
      let foretold = 0;
      for (const f of features) foretold += known[starts[f]! + bins[f]!.codes[i]!]!;
      left += (rank - foretold) ** 2;
    });
    return 1 - left / total;
  };
  const all = [...bins.keys()];
  const alone = all.map((f) => shareBy([f]));
  const tried = new Set([...all].sort((a, b) => alone[b]! - alone[a]!).slice(0, MOST_TRIED));
  const most = shareBy(all);
  return {
    alone,
    added: all.map((f) => (tried.has(f) ? most - shareBy(all.filter((other) => other !== f)) : 0)),
  };
}

/**
 * @see Kaufman, Rosset & Perlich (2012), Leakage in data mining, https://doi.org/10.1145/2382577.2382579
 */
export const rewardInState: Check = (input): Finding[] => {
  const { bins, settings, decisions } = input;
  if (decisions.count < 2 * settings.fewestUnits || bins.length === 0) return [];
  const { alone, added } = explained(input);
  return bins.flatMap(({ name }, f): Finding[] => {
    const next = Math.max(0, ...added.filter((_, other) => other !== f));
    const copies = alone[f]! >= settings.rewardCopyShare;
    const standsOut = added[f]! >= settings.rewardLeakShare && added[f]! >= settings.rewardLeakRatio * next;
    if (!copies && !standsOut) return [];
    const found = copies
      ? `${name} alone explains ${percent(alone[f]!)} of how rewards differ within an action`
      : `${name} explains ${percent(added[f]!)} of how rewards differ within an action beyond all other features, ` +
        `of which none adds more than ${percent(next)}`;
    return [
      {
        ...{
          code: 'reward-in-state',
          severity: copies || isNamedLikeOutcome(name) ? 'block' : 'warn',
          lines: [],
        },
        message: `${found}${lookedAt(input)}: is it known only afterwards? Then it is an outcome, not a feature`,
        values: { alone: alone[f]!, added: added[f]! },
      },
    ];
  });
};
