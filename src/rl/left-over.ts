/**
 * What limits leave once prices are found. At a price whole groups may be tied, customers of equal values say, of whom only
 * some can be served; and several prices keep their limits with a little left. The next in line get it: those at whom the
 * least would have to be taken off the prices, which is where a lower price would spend more, too.
 */
import { bestAt, type Choices } from './choices';

/** A limit of all decisions together. */
export interface TotalLimit {
  /** [actions] what each action takes of what is scarce */
  readonly use: readonly number[];
  readonly most: number;
}

/** Decisions that take more than the prices say. */
export interface Raised {
  /** Ascending. */
  readonly rows: Int32Array;
  /** [rows] what is done instead */
  readonly actions: Int32Array;
  /** [rows] how likely that is, above 0 and at most 1 */
  readonly shares: Float64Array;
}

/** Who would be next. */
export interface NextInLine {
  /** What it would earn more. */
  readonly gain: number;
  /** [limits] what it would take more */
  readonly use: readonly number[];
}

export interface LeftOver {
  readonly raised: Raised;
  /** [limits] what is taken in all, expected where shares are below 1 */
  readonly used: readonly number[];
  readonly next: NextInLine | null;
}

/** Of sums. */
const ROUNDING = 1e-9;
/** Candidates that are put in order at once, to begin with. */
const FEW = 256;

interface Line {
  /** [n] gain by what it is charged more; -1 where no other action takes more and is worth more */
  readonly ratios: Float64Array;
  /** [n] the action */
  readonly actions: Uint8Array;
}

/** Of each decision the action that a fall of the prices would bring next. */
function lineOf(choices: Choices, charges: readonly number[], best: Uint8Array): Line {
  const { qValues, allowed } = choices;
  const { length: count } = charges;
  const ratios = new Float64Array(best.length).fill(-1);
  const actions = new Uint8Array(best.length);
  for (let i = 0; i < best.length; i += 1) {
    const first = i * count;
    const own = best[i]!;
    for (let action = 0; action < count; action += 1) {
      const more = charges[action]! - charges[own]!;
      const gain = qValues[first + action]! - qValues[first + own]!;
      if (!(more > 0 && gain > 0) || allowed?.[first + action] === 0) continue;
      if (!(gain / more > ratios[i]!)) continue;
      ratios[i] = gain / more;
      actions[i] = action;
    }
  }
  return { ratios, actions };
}

/** Decisions with the largest ratios below a bound, about so many: the largest first, equal ones by their hash. */
function nextOf(ratios: Float64Array, below: number, about: number, hashes: Uint32Array): Int32Array {
  const left = ratios.filter((ratio) => ratio >= 0 && ratio < below).sort();
  if (left.length === 0) return new Int32Array(0);
  const least = left[Math.max(0, left.length - about)]!;
  const rows: number[] = [];
  for (let i = 0; i < ratios.length; i += 1) if (ratios[i]! >= least && ratios[i]! < below) rows.push(i);
  return Int32Array.from(rows).sort((a, b) => ratios[b]! - ratios[a]! || hashes[a]! - hashes[b]! || a - b);
}

class Filling {
  readonly rows: number[] = [];
  readonly shares: number[] = [];
  readonly used: number[];
  readonly #limits: readonly TotalLimit[];
  readonly #best: Uint8Array;
  readonly #line: Line;

  constructor(limits: readonly TotalLimit[], best: Uint8Array, line: Line) {
    this.#limits = limits;
    this.#best = best;
    this.#line = line;
    this.used = limits.map(({ use }) => best.reduce((sum, action) => sum + use[action]!, 0));
  }

  /** [limits] what a decision would take more */
  more(row: number): number[] {
    const [own, other] = [this.#best[row]!, this.#line.actions[row]!];
    return this.#limits.map(({ use }) => use[other]! - use[own]!);
  }

  room(j: number): number {
    return this.#limits[j]!.most * (1 + ROUNDING) - this.used[j]!;
  }

  /** The largest share of so much more that every limit has room for. */
  share(more: readonly number[]): number {
    return more.reduce((share, one, j) => (one > 0 ? Math.min(share, this.room(j) / one) : share), 1);
  }

  take(row: number, share: number, more: readonly number[]): void {
    this.rows.push(row);
    this.shares.push(share);
    for (const [j, one] of more.entries()) this.used[j]! += share * one;
  }

  raised(): Raised {
    const order = this.rows.map((_, i) => i).sort((a, b) => this.rows[a]! - this.rows[b]!);
    return {
      rows: Int32Array.from(order, (i) => this.rows[i]!),
      actions: Int32Array.from(order, (i) => this.#line.actions[this.rows[i]!]!),
      shares: Float64Array.from(order, (i) => this.shares[i]!),
    };
  }
}

/** All of a group alike, as far as there is room. @returns whether all of it could be had */
function shareOut(filling: Filling, group: readonly number[]): boolean {
  const mores = group.map((row) => filling.more(row));
  const all = mores.reduce((sum, more) => sum.map((one, j) => one + more[j]!));
  const share = Math.max(0, filling.share(all));
  if (share > 0) group.forEach((row, i) => filling.take(row, share, mores[i]!));
  return share === 1;
}

/**
 * @param limits of all decisions together
 * @param charges [actions] at which no limit is overdrawn
 * @param isPriced [limits] whether it has a price: what is left of others was not asked for
 * @param hashes [n] who comes first among equals
 * @param isShared whether equals share what is left, each as likely as the other; else whole decisions are given out, up to
 * the first that what is left is too little for
 */
export function leftOver(
  choices: Choices,
  limits: readonly TotalLimit[],
  charges: readonly number[],
  isPriced: readonly boolean[],
  hashes: Uint32Array,
  isShared: boolean,
): LeftOver {
  const best = Uint8Array.from(hashes, (_, i) => bestAt(choices, charges, i));
  const line = lineOf(choices, charges, best);
  const { ratios } = line;
  const filling = new Filling(limits, best, line);
  /** A decision for which nothing is left, though others may be smaller. */
  const isSpent = () => limits.every(({ use }, j) => !isPriced[j]! || filling.room(j) < Math.max(...use));
  let [below, about] = [Infinity, FEW];
  let isOver = !isPriced.includes(true);
  let next: number | null = null;
  while (!isOver) {
    const rows = nextOf(ratios, below, about, hashes);
    if (rows.length === 0) break;
    for (let at = 0; at < rows.length && !isOver;) {
      const row = rows[at]!;
      let to = at + 1;
      if (isShared) {
        while (to < rows.length && ratios[rows[to]!] === ratios[row]) to += 1;
        isOver = !shareOut(filling, [...rows.subarray(at, to)]) && isSpent();
      } else {
        const more = filling.more(row);
        const fits = filling.share(more) === 1;
        if (fits) filling.take(row, 1, more);
        isOver = !fits && isSpent();
      }
      if (isOver) next = row;
      at = to;
    }
    below = ratios[rows.at(-1)!]!;
    about *= 4;
  }
  const inLine = next ?? firstInLine(ratios, filling);
  return {
    raised: filling.raised(),
    used: filling.used,
    next:
      inLine === null
        ? null
        : {
            gain: gainOf(choices, best[inLine]!, line.actions[inLine]!, inLine, charges.length),
            use: filling.more(inLine),
          },
  };
}

function gainOf({ qValues }: Choices, own: number, other: number, row: number, actions: number): number {
  return qValues[row * actions + other]! - qValues[row * actions + own]!;
}

/** Of those who got nothing more, the first. */
function firstInLine(ratios: Float64Array, { rows }: Filling): number | null {
  const taken = new Set(rows);
  let first: number | null = null;
  for (let i = 0; i < ratios.length; i += 1)
    if (ratios[i]! >= 0 && !taken.has(i) && (first === null || ratios[i]! > ratios[first]!)) first = i;
  return first;
}
