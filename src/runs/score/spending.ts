/** Limits of a whole file: a first way through it finds the prices at which the decisions of the second keep to them. */
import type { Model } from '../../agents/model';
import { InputError } from '../../core/errors';
import type { RawBatch } from '../../dataset/features/raw-batches';
import { allowedBy } from '../../dataset/decisions/bars';
import type { QFunction } from '../../policies/policy';
import { leastUse, type Choices } from '../../rl/choices';
import { leftOver, type NextInLine } from '../../rl/left-over';
import { shadowPrices } from '../../rl/shadow-prices';
import { formatShort } from '../../report/format';
import { customerHashes } from './customers';
import type { Spending } from './decider';
import { finiteValues } from './finite-values';
import type { FileLimit } from './limits';

export interface FoundLimit {
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
  readonly rows: number;
  /** Bytes that were kept of each row. */
  readonly bytesPerRow: number;
}

/** Bytes of all values that are kept: a typed array of more is not to be had everywhere. */
const MOST_BYTES = 2 ** 31;

/** What may be chosen at every row of a file. */
export class KeptChoices {
  readonly #actions: number;
  #rows = 0;
  #qValues: Float32Array;
  #allowed: Uint8Array;
  #hashes: Uint32Array;
  /** [actions] rows that an action would be tried in, each counted by the share of the row's tries */
  readonly tries: Float64Array;

  constructor(actions: number) {
    this.#actions = actions;
    this.#qValues = new Float32Array(0);
    this.#allowed = new Uint8Array(0);
    this.#hashes = new Uint32Array(0);
    this.tries = new Float64Array(actions);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Of values, marks, hash and weight. */
  get bytesPerRow(): number {
    return 5 * this.#actions + 4 + 8;
  }

  async take(batch: RawBatch, qFunction: QFunction, seed: number): Promise<void> {
    const { rows, observations } = batch;
    const allowed = allowedBy(batch.bars);
    const qValues = await finiteValues(qFunction, this.#actions, batch).qValues(observations);
    const supported = qFunction.supportedActions?.(observations, allowed) ?? allowed;
    this.#makeRoom(this.#rows + rows);
    const at = this.#rows * this.#actions;
    this.#qValues.set(qValues, at);
    if (supported === null) this.#allowed.fill(1, at, at + qValues.length);
    else this.#allowed.set(supported, at);
    this.#hashes.set(customerHashes(batch, seed), this.#rows);
    this.#countTries(allowed, rows);
    this.#rows += rows;
  }

  /** Whatever no rule bars is tried, supported or not, each alike. */
  #countTries(allowed: Uint8Array | null, rows: number): void {
    const { tries } = this;
    const count = this.#actions;
    for (let row = 0, first = 0; row < rows; row += 1, first += count) {
      let among = 0;
      for (let action = 0; action < count; action += 1) if (allowed?.[first + action] !== 0) among += 1;
      for (let action = 0; action < count; action += 1)
        if (allowed?.[first + action] !== 0) tries[action]! += 1 / among;
    }
  }

  #makeRoom(rows: number): void {
    if (rows <= this.#hashes.length) return;
    const most = Math.floor(MOST_BYTES / (4 * this.#actions));
    if (rows > most)
      throw new InputError(
        `--data: expected at most ${most} rows with a budget or capacity of all together, got more; share them out over several files`,
      );
    const length = Math.min(most, 2 * rows);
    const grown = <Kind extends Float32Array | Uint8Array | Uint32Array>(old: Kind, size: number): Kind => {
      const all = new (old.constructor as new (length: number) => Kind)(size);
      all.set(old);
      return all;
    };
    this.#qValues = grown(this.#qValues, length * this.#actions);
    this.#allowed = grown(this.#allowed, length * this.#actions);
    this.#hashes = grown(this.#hashes, length);
  }

  choices(): Choices {
    const values = this.#rows * this.#actions;
    return {
      qValues: this.#qValues.subarray(0, values),
      allowed: this.#allowed.subarray(0, values),
      weights: new Float64Array(this.#rows).fill(1),
    };
  }

  hashes(): Uint32Array {
    return this.#hashes.subarray(0, this.#rows);
  }
}

const flagOf = ({ channel }: FileLimit) => (channel === null ? '--budget' : `--capacity ${channel}`);

const sumOf = (counts: ArrayLike<number>, use: readonly number[]) =>
  use.reduce((sum, one, action) => sum + one * counts[action]!, 0);

/** What is left for decisions by value once so much is tried. @throws InputError if trying alone takes more */
function leftByTries(limit: FileLimit, tries: Float64Array, epsilon: number): number {
  const tried = epsilon * sumOf(tries, limit.use);
  if (tried < limit.most) return (limit.most - tried) / (1 - epsilon);
  throw new InputError(
    `${flagOf(limit)}: expected more than ${formatShort(tried)}, which what is tried takes alone, got ${limit.most}`,
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
  const { prices, charges } = await shadowPrices(choices, perRow, base);
  const isPriced = prices.map((price) => price > 0);
  const { raised, used, next } = leftOver(choices, greedy, charges, isPriced, kept.hashes(), epsilon > 0);
  return {
    ...{ charges, raised, next, rows, bytesPerRow: kept.bytesPerRow },
    limits: limits.map(({ channel, most, use }, j) => ({
      ...{ channel, most, price: prices[j]! },
      used: (1 - epsilon) * used[j]! + epsilon * sumOf(tries, use),
    })),
  };
}
