/** What every first cut gains, by itself and with the best second cut on either side of it. */
import type { Cut, CutColumn } from './cuts';
import { cumulated, histogramOf, jointHistogram, transposed } from './histograms';
import { leafGain, type SumsForm } from './sums';

export interface PackedColumn extends Pick<CutColumn, 'states' | 'stateCount' | 'cuts'> {
  /** Among the columns of the problem. */
  readonly index: number;
}

/** The decisions of a search, packed. */
export interface Packed {
  readonly form: SumsForm;
  readonly decisions: Int32Array;
  /** [decisions, width] */
  readonly own: Float64Array;
  readonly total: Float64Array;
  readonly columns: readonly PackedColumn[];
  /** Gains that differ by less are equal. */
  readonly tolerance: number;
}

/** One side of a first cut. */
interface Side {
  gain: number;
  /** What it is cut by again; null where it is a leaf. */
  second: { readonly column: number; readonly cut: Cut } | null;
}

export interface FirstCut {
  readonly column: number;
  readonly cut: Cut;
  /** Gains of both sides as leaves. */
  readonly yes: { readonly gain: number };
  readonly no: { readonly gain: number };
  /** The best found so far of each side. */
  readonly bestYes: Side;
  readonly bestNo: Side;
}

/** into = a[at] − b[bt], `length` numbers each */
function subtract(
  into: Float64Array,
  length: number,
  a: Float64Array,
  at: number,
  b: Float64Array,
  bt: number,
): void {
  for (let w = 0; w < length; w += 1) into[w] = a[at + w]! - b[bt + w]!;
}

/** Every cut of every column, both sides leaves. */
export function firstCuts({ form, own, total, columns }: Packed): FirstCut[] {
  const { width } = form;
  const [yes, no] = [new Float64Array(width), new Float64Array(width)];
  return columns.flatMap(({ index, states, stateCount, cuts }) => {
    const below = cumulated(histogramOf(states, stateCount, own, width), width);
    return cuts.map((cut): FirstCut => {
      subtract(yes, width, below, cut.to * width, below, cut.from * width);
      subtract(no, width, total, 0, yes, 0);
      const gains = { yes: { gain: leafGain(yes, 0, form) }, no: { gain: leafGain(no, 0, form) } };
      return {
        ...{ column: index, cut, ...gains },
        bestYes: { ...gains.yes, second: null },
        bestNo: { ...gains.no, second: null },
      };
    });
  });
}

/** Tries the cuts of a column on one side. @param below [states + 1, width] sums of the side, added up along the column */
function trySecond(
  side: Side,
  { index, cuts }: PackedColumn,
  below: Float64Array,
  { form, tolerance }: Packed,
  [yes, no]: readonly [Float64Array, Float64Array],
): void {
  const { width } = form;
  const last = below.length - width;
  for (const cut of cuts) {
    subtract(yes, width, below, cut.to * width, below, cut.from * width);
    const gainOfYes = leafGain(yes, 0, form);
    if (gainOfYes === -Infinity) continue;
    subtract(no, width, below, last, yes, 0);
    const gain = gainOfYes + leafGain(no, 0, form);
    if (!(gain > side.gain + tolerance)) continue;
    side.gain = gain;
    side.second = { column: index, cut };
  }
}

/** @param joint [states of the first column, states of the second, width] */
function tryColumn(
  firsts: readonly FirstCut[],
  second: PackedColumn,
  joint: Float64Array,
  pack: Packed,
): void {
  const { width } = pack.form;
  const row = second.stateCount * width;
  const below = cumulated(joint, row);
  const last = below.length - row;
  const [ofYes, ofNo] = [new Float64Array(row), new Float64Array(row)];
  const scratch = [new Float64Array(width), new Float64Array(width)] as const;
  for (const { cut, bestYes, bestNo } of firsts) {
    subtract(ofYes, row, below, cut.to * row, below, cut.from * row);
    subtract(ofNo, row, below, last, ofYes, 0);
    trySecond(bestYes, second, cumulated(ofYes, width), pack, scratch);
    trySecond(bestNo, second, cumulated(ofNo, width), pack, scratch);
  }
}

/** Told of so many decisions more that every pair of columns was tried on, a column's share of them at a time. */
export type Searched = (decisions: number) => Promise<void>;

/** Writes the best second cut, by any of the columns, into both sides of every first cut of these columns. */
export async function secondCuts(pack: Packed, all: readonly FirstCut[], searched: Searched): Promise<void> {
  const { columns, own, form, decisions } = pack;
  const pairs = (columns.length * (columns.length + 1)) / 2;
  const cutsOf = new Map<number, FirstCut[]>(columns.map(({ index }) => [index, []]));
  for (const cut of all) cutsOf.get(cut.column)?.push(cut);
  for (const [i, first] of columns.entries()) {
    for (const second of columns.slice(i)) {
      const shape = [first.stateCount, second.stateCount] as const;
      const joint = jointHistogram(first.states, second.states, shape, own, form.width);
      tryColumn(cutsOf.get(first.index)!, second, joint, pack);
      if (first !== second)
        tryColumn(cutsOf.get(second.index)!, first, transposed(joint, shape, form.width), pack);
    }
    await searched((decisions.length * (columns.length - i)) / pairs);
  }
}
