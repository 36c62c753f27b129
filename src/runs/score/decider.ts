/** Decisions of one batch after the other, by a model, what is tried, and what limits say. */
import type { Model } from '../../agents/model';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { Decided } from '../../decide/decide';
import type { Exploration } from '../../decide/exploration';
import { decisionReasons } from '../../decide/reasons';
import { drawnActions } from '../../rl/action-probabilities';
import type { Raised } from '../../rl/left-over';
import type { BatchDecider } from './batch-decider';
import { customerHashes, drawsOf } from './customers';

/** Of a decision that takes what prices leave over. */
export const NEXT_IN_LINE = 'next in line for what the limits leave';

/** What limits of a whole file come to. */
export interface Spending {
  /** [actions] in the place of those of the model */
  readonly charges: readonly number[];
  readonly raised: Raised;
}

export interface DeciderSettings {
  readonly seed: number;
  readonly exploration: Exploration | undefined;
  readonly spending: Spending | null;
}

export interface DecidedBatch {
  readonly batch: RawBatch;
  readonly decided: Decided;
  readonly reasonOf: (row: number) => string;
}

/** A batch that is decided but for what limits leave over, which goes to rows in the order of the file. */
export interface BegunBatch {
  readonly batch: RawBatch;
  readonly decided: Decided;
  /** [rows] by which actions are chosen; null where nothing is tried */
  readonly draws: Float64Array | null;
}

export class Decider {
  readonly #model: Model;
  readonly #batches: BatchDecider;
  readonly #settings: DeciderSettings;
  /** Of the raised rows, the first that no batch had yet. */
  #nextRaised = 0;

  constructor(model: Model, batches: BatchDecider, settings: DeciderSettings) {
    this.#model = model;
    this.#batches = batches;
    this.#settings = settings;
  }

  /** Several batches may be begun at once. */
  async begin(batch: RawBatch): Promise<BegunBatch> {
    const { exploration, seed, spending } = this.#settings;
    const draws = exploration === undefined ? null : drawsOf(customerHashes(batch, seed));
    const trial = exploration === undefined || draws === null ? null : { exploration, draws };
    const decided = await this.#batches.decide(batch, spending?.charges ?? null, trial);
    return { batch, decided, draws };
  }

  /** @param begun of all batches, in the order of the file */
  finish({ batch, decided, draws }: BegunBatch): DecidedBatch {
    const reasonOf = decisionReasons(this.#model, decided);
    const raised = this.#raise(batch, decided, draws);
    return {
      ...{ batch, decided },
      reasonOf: raised.size === 0 ? reasonOf : (row) => (raised.has(row) ? NEXT_IN_LINE : reasonOf(row)),
    };
  }

  /** Writes what raised rows do into the decisions. @returns rows of the batch that take what is left over */
  #raise({ first, rows }: RawBatch, decided: Decided, draws: Float64Array | null): ReadonlySet<number> {
    const taking = new Set<number>();
    const raised = this.#settings.spending?.raised;
    while (raised !== undefined && this.#nextRaised < raised.rows.length) {
      const i = this.#nextRaised;
      const row = raised.rows[i]! - first;
      if (row >= rows) break;
      this.#nextRaised += 1;
      const action = raised.actions[i]!;
      const share = raised.shares[i]!;
      if (draws === null) decided.actions[row] = action;
      else if (!this.#share(decided, row, action, share, draws[row]!)) continue;
      decided.best[row] = action;
      if (decided.actions[row] === action) taking.add(row);
    }
    return taking;
  }

  /**
   * Moves a share of what would be done without trying to another action, and draws again. What an action has is first its
   * share of the tries, then what was moved to it.
   *
   * @returns whether the other action is what would be done without trying
   */
  #share(
    { probabilities, best, actions }: Decided,
    row: number,
    to: number,
    share: number,
    draw: number,
  ): boolean {
    const { exploration } = this.#settings;
    const count = this.#model.actions.length;
    const own = probabilities!.subarray(row * count, (row + 1) * count);
    const moved = share * (exploration?.kind === 'epsilon' ? 1 - exploration.epsilon : 1);
    const tries = own[to]!;
    own[best[row]!]! -= moved;
    own[to]! += moved;
    actions[row] = drawnActions(own, count, Float64Array.of(draw))[0]!;
    if (share === 1) return true;
    const before = own.subarray(0, to).reduce((sum, probability) => sum + probability, 0);
    return actions[row] === to && draw - before >= tries;
  }
}
