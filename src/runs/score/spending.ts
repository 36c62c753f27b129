/** Limits of a whole file: a first way through it finds the prices at which the decisions of the second keep to them. */
import type { Model } from '../../agents/model';
import { InputError } from '../../core/errors';
import { leastUse } from '../../rl/choices';
import { leftOver, type NextInLine } from '../../rl/left-over';
import { shadowPrices } from '../../rl/shadow-prices';
import { formatNumber, formatShort } from '../../report/format';
import type { Host } from '../host';
import type { Spending } from './decider';
import type { KeptChoices } from './kept-choices';
import type { FileLimit } from './limits';

export interface FoundLimit {
  /** [actions] what each takes of it */
  readonly use: readonly number[];
  readonly channel: string | null;
  readonly most: number;
  /** What is taken of it, expected where some is tried. */
  readonly used: number;
  /** What one more unit would earn, in the units of the reward. */
  readonly price: number;
}

export interface FoundSpending extends Spending {
  readonly limits: readonly FoundLimit[];
  /** Who would be next if there were more of something; null where nobody would. */
  readonly next: NextInLine | null;
}

const flagOf = ({ channel }: Pick<FileLimit, 'channel'>) =>
  channel === null ? '--budget' : `--capacity ${channel}`;

const sumOf = (counts: ArrayLike<number>, use: readonly number[]) =>
  use.reduce((sum, one, action) => sum + one * counts[action]!, 0);

const named = (limit: Pick<FileLimit, 'channel' | 'most'>) =>
  `${flagOf(limit)}${limit.channel === null ? ' ' : '='}${limit.most}`;

/** Of sums of what is taken. */
const ROUNDING = 1e-8;

/** Each limit can be kept by itself; what keeps one may still overdraw another. */
function refuseTogether(limits: readonly FileLimit[], used: readonly number[]): never {
  const taken = limits.map(({ most }, j) => `${formatShort(used[j]!)} of ${most}`);
  throw new InputError(
    `${limits.map(named).join(', ')}: expected limits that prices keep together, got ones that overdraw each other, for in some rows nothing that takes less is allowed and supported: the nearest take ${taken.join(' and ')}`,
  );
}

/** @throws Error, since it is a defect, if what was found takes more than there is */
function expectKept(limits: readonly FileLimit[], used: readonly number[]): void {
  const over = limits.findIndex(({ most }, j) => used[j]! > most * (1 + ROUNDING));
  if (over < 0) return;
  throw new Error(`${named(limits[over]!)}: expected at most that, the decisions take ${used[over]!}`);
}

/** What is left for decisions by value once so much is tried. @throws InputError if trying alone takes more */
function leftByTries(limit: FileLimit, tries: Float64Array, epsilon: number): number {
  const tried = epsilon * sumOf(tries, limit.use);
  if (tried <= limit.most) return (limit.most - tried) / (1 - epsilon);
  throw new InputError(
    `${flagOf(limit)}: expected at least ${formatShort(tried)}, which what is tried takes alone, or a smaller --explore, got ${limit.most}`,
  );
}

/**
 * @param epsilon share of decisions that are tried, below 1
 * @throws InputError for a limit that cannot be kept, since something that takes of it has to be done
 */
export async function findSpending(
  { actions }: Pick<Model, 'actions'>,
  limits: readonly FileLimit[],
  kept: KeptChoices,
  epsilon: number,
): Promise<FoundSpending> {
  const { rows, tries } = kept;
  const choices = kept.choices();
  const greedy = limits.map((limit) => ({ ...limit, most: leftByTries(limit, tries, epsilon) }));
  for (const [j, limit] of greedy.entries()) {
    const least = rows * leastUse(choices, limit.use);
    if (least <= limit.most * (1 + 1e-9)) continue;
    const all = (1 - epsilon) * least + epsilon * sumOf(tries, limit.use);
    throw new InputError(
      `${flagOf(limit)}: expected at least ${formatShort(all)}, for in some rows nothing that takes less is allowed and supported, got ${limits[j]!.most}`,
    );
  }
  const base = actions.map(() => 0);
  const perRow = greedy.map(({ use, most }) => ({ use, most: most / rows }));
  const { prices, charges, isMet, used: perRowUsed } = await shadowPrices(choices, perRow, base);
  const inAll = (taken: readonly number[]) =>
    limits.map(({ use }, j) => (1 - epsilon) * taken[j]! + epsilon * sumOf(tries, use));
  if (isMet.includes(false)) refuseTogether(limits, inAll(perRowUsed.map((one) => one * rows)));
  const isPriced = prices.map((price) => price > 0);
  const left = leftOver(choices, greedy, charges, isPriced, kept.hashes(), epsilon > 0);
  const used = inAll(left.used);
  expectKept(limits, used);
  return {
    ...{ charges, raised: left.raised, next: left.next },
    limits: limits.map(({ channel, most, use }, j) => ({
      channel,
      most,
      use,
      price: prices[j]!,
      used: used[j]!,
    })),
  };
}

/** Where some is tried, limits hold on average alone. @param counts [actions] rows in which each was done */
export function tellOver(
  limits: readonly FoundLimit[],
  counts: ArrayLike<number>,
  { logger }: Pick<Host, 'logger'>,
): void {
  for (const limit of limits) {
    const taken = sumOf(counts, limit.use);
    if (taken > limit.most * (1 + ROUNDING))
      logger.warn(
        `${named(limit)}: over the limit by chance: ${formatNumber(taken)}; with --explore it holds on average`,
      );
  }
}
