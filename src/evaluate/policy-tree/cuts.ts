/**
 * Columns of a log as a tree may ask of them: each decision has one of a few states, in order, and a cut asks whether that
 * is among some which lie next to each other. What is asked is what a leaf of a rules file can ask of the same column.
 */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { reordered } from '../../dataset/contacts/row-order';
import type { Operators } from '../../dataset/rules/rules-schema';
import { cutPoints, MOST_CUTS, partOf } from './cut-points';

export interface Cut {
  /** Yes of states in [from, to). */
  readonly from: number;
  readonly to: number;
  /** The same as a rules file asks it. */
  readonly operators: Operators;
}

export interface CutColumn {
  readonly name: string;
  readonly kind: RawColumn['kind'];
  /** [n] in 0..stateCount - 1 */
  readonly states: Uint8Array;
  readonly stateCount: number;
  /** One at least. */
  readonly cuts: readonly Cut[];
}

type NumericColumn = Extract<RawColumn, { values: Float64Array }>;
type CategoryColumn = Extract<RawColumn, { kind: 'category' }>;

/** Values by which the cuts of a column are placed; of more every second, third, … */
const MOST_VALUES = 100_000;

function sortedSample(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / MOST_VALUES));
  const sample = new Float64Array(Math.ceil(values.length / step));
  for (let i = 0; i < sample.length; i += 1) sample[i] = values[i * step]!;
  return sample.filter((value) => !Number.isNaN(value)).sort();
}

/** `Uint8Array.from` takes ten times as long. */
function statesOf<Values extends ArrayLike<number>>(
  values: Values,
  of: (value: number) => number,
): Uint8Array {
  const states = new Uint8Array(values.length);
  for (let i = 0; i < states.length; i += 1) states[i] = of(values[i]!);
  return states;
}

const missingCut = (state: number): Cut => ({ from: state, to: state + 1, operators: { missing: true } });

/** What is missing satisfies no comparison, so that it goes with the high numbers at `lt`, and with the low ones at `gte`. */
function cutNumbers({ name, kind, values }: NumericColumn, rows: Int32Array): CutColumn {
  const own = reordered(values, rows);
  const points = cutPoints(sortedSample(own));
  const missing = points.length + 1;
  const states = statesOf(own, (value) => (Number.isNaN(value) ? missing : partOf(points, value)));
  const isMissing = states.includes(missing);
  return {
    ...{ name, kind, states, stateCount: missing + (isMissing ? 1 : 0) },
    cuts: [
      ...points.map((point, i): Cut => ({ from: 0, to: i + 1, operators: { lt: point } })),
      ...(isMissing
        ? [
            ...points.map((point, i): Cut => ({ from: i + 1, to: missing, operators: { gte: point } })),
            missingCut(missing),
          ]
        : []),
    ],
  };
}

/** No, yes, missing; without missing ones what is no is not yes. */
function cutFlag({ name, kind, values }: NumericColumn, rows: Int32Array): CutColumn {
  const states = statesOf(reordered(values, rows), (value) => (Number.isNaN(value) ? 2 : value));
  const isMissing = states.includes(2);
  const cut = (state: number, value: boolean): Cut => ({
    ...{ from: state, to: state + 1 },
    operators: { eq: value },
  });
  return {
    ...{ name, kind, states, stateCount: isMissing ? 3 : 2 },
    cuts: [cut(1, true), ...(isMissing ? [cut(0, false), missingCut(2)] : [])],
  };
}

/** The most frequent levels, in their own order. A rules file trims what it names, so that only trimmed ones can be named. */
function namedLevels({ codes, names }: CategoryColumn, rows: Int32Array): number[] {
  const counts = new Float64Array(names.length);
  for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]! += 1;
  return [...counts.keys()]
    .filter((code) => counts[code]! > 0 && names[code] !== '' && names[code] === names[code]!.trim())
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST_CUTS)
    .sort((a, b) => a - b);
}

/** Each level against all others; a column of two states is cut once. */
function cutCategory(column: CategoryColumn, rows: Int32Array): CutColumn {
  const { name, kind, codes, names } = column;
  const levels = namedLevels(column, rows);
  const [other, missing] = [levels.length, levels.length + 1];
  const stateOf = names.map((_, code) => {
    const state = levels.indexOf(code);
    return state < 0 ? other : state;
  });
  const states = statesOf(reordered(codes, rows), (code) => (code < 0 ? missing : stateOf[code]!));
  const cuts = [
    ...levels.map((code, state): Cut => ({ from: state, to: state + 1, operators: { eq: names[code]! } })),
    ...(states.includes(missing) ? [missingCut(missing)] : []),
  ];
  const isTwo = cuts.length === 2 && !states.includes(other);
  return { ...{ name, kind, states, stateCount: missing + 1 }, cuts: isTwo ? cuts.slice(0, 1) : cuts };
}

function cutOf(column: RawColumn, rows: Int32Array): CutColumn | null {
  if (column.kind === 'category') return cutCategory(column, rows);
  // A cut at a day says nothing of the days to come.
  if (column.kind === 'date') return null;
  return column.kind === 'flag' ? cutFlag(column, rows) : cutNumbers(column, rows);
}

const isParted = ({ states }: CutColumn) => states.some((state) => state !== states[0]);

/**
 * Cuts are placed by the columns alone, not by what decisions brought, so that every fold may share them.
 *
 * @param rows which decisions, in this order
 * @returns columns whose decisions differ; dates are left out
 */
export function cutColumns(columns: readonly RawColumn[], rows: Int32Array): CutColumn[] {
  return columns
    .map((column) => cutOf(column, rows))
    .filter((one): one is CutColumn => one !== null && one.cuts.length > 0 && isParted(one));
}
