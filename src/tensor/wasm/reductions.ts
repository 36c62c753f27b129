/** Reductions as code: what is computed number by number is summed up, or the greatest or the least of it is found. */
import type { Reduce } from '../recorded/operations';
import { NUMBER_BYTES, sizeOf } from '../recorded/shapes';
import { f32, f32x4, get, i32, repeat, set, when, type Code, type Local } from './assembler';
import { fourLanes, oneLane, type Lanes } from './lanes';
import { increase, zero, type PassCode } from './pass-code';

/** Of numbers that are summed up on their own. */
const BLOCK_BYTES = 256 * NUMBER_BYTES;

/** How many numbers become one, and of what a reduction makes them. */
export interface Reducing {
  readonly reduce: Reduce['reduce'];
  /** Node whose numbers are reduced. */
  readonly input: number;
  /** Address of the first result. */
  readonly target: number;
  /** Numbers for each result. */
  readonly count: number;
}

/**
 * What is left of a tensor: one number, one for each column or each row of its numbers as a matrix, or, where axes in
 * the middle or several last ones go, one for each stretch along them.
 */
export function reducedOf(
  { reduce, from, to }: Reduce,
  { shape }: { readonly shape: readonly number[] },
): 'one' | 'perColumn' | 'perRow' | 'middle' {
  const rank = shape.length;
  if (from === rank - 1 && (from > 0 || reduce === 'argMax')) return 'perRow';
  if (from > 0) return 'middle';
  if (to === rank) return 'one';
  return to === rank - 1 ? 'perColumn' : 'middle';
}

/** What each number is taken together with at first. */
function startOf(reduce: Reduce['reduce']): number {
  if (reduce === 'max') return -Infinity;
  return reduce === 'min' ? Infinity : 0;
}

function combined({ reduce }: Reducing, lanes: Lanes, x: Code, y: Code): Code {
  if (reduce === 'max') return lanes.max(x, y);
  return reduce === 'min' ? lanes.min(x, y) : lanes.add(x, y);
}

/** A mean is the sum times a factor, so that the sum may be too large for a float32 where the mean is not. */
function finished({ reduce, count }: Reducing, lanes: Lanes, value: Code): Code {
  if (reduce === 'max' || reduce === 'min') return value;
  return lanes.multiply(value, lanes.constant(reduce === 'mean' ? 1 / count : 1));
}

/**
 * The first numbers in four lanes, block by block, which rounds less than one long sum; then the lanes. Sums over a
 * matrix's rows or columns are plain: they are as long as a batch or a layer.
 */
function reduceVectors(pass: PassCode, of: Reducing, count: number, sum: Local): Code {
  const { before, body, value } = pass.loadAndCompute(fourLanes);
  const [total, sums] = [pass.local('v128'), pass.local('v128')];
  const [block, end] = [pass.local('i32'), pass.local('i32')];
  const bytes = i32.constant(count * NUMBER_BYTES);
  const start = f32x4.constant(startOf(of.reduce));
  const add: Code = [body, set(sums, combined(of, fourLanes, get(sums), value(of.input)))];
  const sumBlock: Code = [
    [set(sums, start), set(end, i32.add(get(block), i32.constant(BLOCK_BYTES)))],
    when(i32.less(bytes, get(end)), set(end, bytes)),
    repeat(pass.flat, get(block), get(end), 4 * NUMBER_BYTES, add),
    set(total, combined(of, fourLanes, get(total), get(sums))),
  ];
  const lanes = [0, 1, 2, 3].map((lane) => f32x4.lane(lane, get(total))) as [Code, Code, Code, Code];
  const both = (x: Code, y: Code) => combined(of, oneLane, x, y);
  return [
    [before, set(total, start)],
    repeat(block, zero, bytes, BLOCK_BYTES, sumBlock),
    set(sum, both(both(lanes[0], lanes[1]), both(lanes[2], lanes[3]))),
  ];
}

/** [] of all numbers. */
export function reduceAll(pass: PassCode, of: Reducing): Code {
  const sum = pass.local('f32');
  const size = pass.rows * pass.columns;
  const lanes = pass.isFlat && size >= 4 ? pass.widest : oneLane;
  const whole = lanes.width === 4 ? size - (size % 4) : 0;
  const one = pass.loadAndCompute(oneLane);
  const add: Code = [one.body, set(sum, combined(of, oneLane, get(sum), one.value(of.input)))];
  const [from, to] = [i32.constant(whole * NUMBER_BYTES), i32.constant(size * NUMBER_BYTES)];
  const rest = !pass.isFlat
    ? pass.everyRow(pass.everyColumn(oneLane, add))
    : whole === size
      ? []
      : repeat(pass.flat, from, to, NUMBER_BYTES, add);
  return [
    [set(sum, f32.constant(startOf(of.reduce))), one.before],
    whole === 0 ? [] : reduceVectors(pass, of, whole, sum),
    rest,
    f32.store(zero, finished(of, oneLane, get(sum)), of.target),
  ];
}

/** [columns] of each column. */
export function reduceRows(pass: PassCode, of: Reducing): Code {
  const lanes = pass.columns % 4 === 0 ? pass.widest : oneLane;
  const { before, body, value } = pass.loadAndCompute(lanes);
  const sum = pass.local(lanes.type);
  const add: Code = [
    [pass.findRow(), body, set(sum, combined(of, lanes, get(sum), value(of.input)))],
    increase(pass.flat, pass.columns * NUMBER_BYTES),
  ];
  const column: Code = [
    [set(sum, lanes.constant(startOf(of.reduce))), set(pass.flat, get(pass.column))],
    repeat(pass.row, zero, i32.constant(pass.rows * NUMBER_BYTES), NUMBER_BYTES, add),
    lanes.store(get(pass.column), finished(of, lanes, get(sum)), of.target),
  ];
  const end = i32.constant(pass.columns * NUMBER_BYTES);
  return [before, repeat(pass.column, zero, end, lanes.width * NUMBER_BYTES, column)];
}

/** [rows] of each row. */
export function reduceColumns(pass: PassCode, of: Reducing): Code {
  const { before, body, value } = pass.loadAndCompute(oneLane);
  const sum = pass.local('f32');
  const add: Code = [body, set(sum, combined(of, oneLane, get(sum), value(of.input)))];
  const row: Code = [
    set(sum, f32.constant(startOf(of.reduce))),
    pass.everyColumn(oneLane, add),
    f32.store(get(pass.row), finished(of, oneLane, get(sum)), of.target),
  ];
  return [before, pass.everyRow(row)];
}

/** [rows] int32: the column of each row's greatest number, the first of several; 0 where the first is not a number. */
export function argMax(pass: PassCode, { input, target }: Reducing): Code {
  const { before, body, value } = pass.loadAndCompute(oneLane);
  const [greatest, index] = [pass.local('f32'), pass.local('i32')];
  const isFirst = i32.equal(get(pass.column), zero);
  const compare: Code = [
    body,
    when(i32.or(isFirst, f32.greater(value(input), get(greatest))), [
      set(greatest, value(input)),
      set(index, pass.columnIndex),
    ]),
  ];
  const row: Code = [pass.everyColumn(oneLane, compare), i32.store(get(pass.row), get(index), target)];
  return [before, pass.everyRow(row)];
}

/** [outer, inner] of [outer, count, inner], which lies in memory. */
export function reduceMiddle(
  pass: PassCode,
  of: Reducing,
  { from, to }: Reduce,
  shape: readonly number[],
): Code {
  const outer = sizeOf({ shape: shape.slice(0, from) });
  const inner = sizeOf({ shape: shape.slice(to) });
  const lanes = inner % 4 === 0 ? fourLanes : oneLane;
  const { flat, row, column } = pass;
  const [sum, place] = [pass.local(lanes.type), pass.local('i32')];
  const numbers = lanes.load(get(flat), pass.addressOf(of.input));
  const result: Code = [
    set(sum, lanes.constant(startOf(of.reduce))),
    set(flat, i32.add(i32.multiply(get(row), i32.constant(of.count)), get(column))),
    repeat(place, zero, i32.constant(of.count), 1, [
      set(sum, combined(of, lanes, get(sum), numbers)),
      increase(flat, inner * NUMBER_BYTES),
    ]),
    lanes.store(i32.add(get(row), get(column)), finished(of, lanes, get(sum)), of.target),
  ];
  const bytes = inner * NUMBER_BYTES;
  const stretch = repeat(column, zero, i32.constant(bytes), lanes.width * NUMBER_BYTES, result);
  return repeat(row, zero, i32.constant(outer * bytes), bytes, stretch);
}
