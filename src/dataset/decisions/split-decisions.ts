/** Decisions to train on, to choose by and to judge on: customers and equal rows are never on two sides. */
import { InputError } from '../../core/errors';
import { placesOf } from '../contacts/places';
import { textHash } from '../contacts/row-hashes';
import { evenOrder } from '../contacts/row-order';
import { distinctSorted } from '../distinct-sorted';
import { milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import { momentOf } from '../schema/time-units';
import type { LoggedDecisions } from './decisions';

export interface SplitRequest {
  readonly by: 'row' | 'customer' | 'time' | 'customer and time';
  readonly test: number;
  readonly validation: number;
  readonly testFrom?: string | undefined;
  readonly validationFrom?: string | undefined;
  readonly seed: number;
}

/** Indices of decisions, in their order. */
export interface DecisionSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Those whose outcome falls into another side's time, or whose customer is on another side. */
  readonly between: Int32Array;
}

const TRAIN = 0;
const VALIDATION = 1;
const TEST = 2;
const BETWEEN = 3;

/** [n] side of each decision by its unit: units are drawn by their hash, so that no order of the file matters. */
function sidesByUnit(units: Float64Array, { test, validation, seed }: SplitRequest): Uint8Array {
  const distinct = distinctSorted(units);
  const keys = new Float64Array(distinct.length);
  for (let i = 0; i < keys.length; i += 1) keys[i] = textHash(String(distinct[i]!), seed);
  const order = evenOrder(keys, 2 ** 53);
  const tests = Math.ceil(test * distinct.length);
  const validations = Math.ceil(validation * distinct.length);
  const sideOf = new Uint8Array(distinct.length);
  for (let place = 0; place < order.length; place += 1)
    sideOf[order[place]!] = place < tests ? TEST : place < tests + validations ? VALIDATION : TRAIN;
  const sides = new Uint8Array(units.length);
  for (let i = 0; i < sides.length; i += 1)
    sides[i] = i > 0 && units[i] === units[i - 1] ? sides[i - 1]! : sideOf[placeOf(units[i]!, distinct)]!;
  return sides;
}

/** Where in order a number is that is there. */
function placeOf(value: number, sorted: Float64Array): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When a side begins: what was said, or so many decisions before the end. */
function boundary(
  sorted: Float64Array,
  decisions: number,
  said: string | undefined,
  schema: LogSchema,
): number {
  if (said !== undefined) return momentOf(said, schema);
  return sorted[Math.max(0, sorted.length - Math.max(1, Math.ceil(decisions)))]!;
}

function sidesByTime(
  times: Float64Array,
  knownAt: Float64Array | null,
  request: SplitRequest,
  schema: LogSchema,
): Uint8Array {
  const sorted = times.slice().sort();
  const { test, validation, testFrom, validationFrom } = request;
  const { length } = sorted;
  const isAsked = (share: number, from: string | undefined) => share > 0 || from !== undefined;
  const tests = isAsked(test, testFrom) ? boundary(sorted, test * length, testFrom, schema) : Infinity;
  const before = sorted.filter((time) => time < tests);
  const validations =
    before.length > 0 && isAsked(validation, validationFrom)
      ? boundary(before, validation * length, validationFrom, schema)
      : tests;
  // What came of a decision is known when its window is over, or by a later row: not in the next side's time, or that
  // side is no test.
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  const sides = new Uint8Array(times.length);
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i]!;
    const [side, end] =
      time >= tests ? [TEST, Infinity] : time >= validations ? [VALIDATION, tests] : [TRAIN, validations];
    sides[i] = (knownAt?.[i] ?? time + window) > end ? BETWEEN : side;
  }
  return sides;
}

function sidesOf(decisions: LoggedDecisions, request: SplitRequest, schema: LogSchema): Uint8Array {
  const { units, times, knownAt } = decisions;
  if (request.by === 'row' || request.by === 'customer') return sidesByUnit(units, request);
  const byTime = sidesByTime(times!, knownAt, request, schema);
  if (request.by === 'time') return byTime;
  const byCustomer = sidesByUnit(units, request);
  return byTime.map((side, i) => (byCustomer[i] === side ? side : BETWEEN));
}

/**
 * @param request of a log without customers, by row: equal rows stay together
 * @throws InputError where a side that must have decisions has none
 */
export function splitDecisions(
  decisions: LoggedDecisions,
  request: SplitRequest,
  schema: LogSchema,
): DecisionSplit {
  const sides = sidesOf(decisions, request, schema);
  const of = (side: number) => placesOf(sides, side);
  const split = { train: of(TRAIN), validation: of(VALIDATION), test: of(TEST), between: of(BETWEEN) };
  const empty = (['train', 'test'] as const).find((side) => split[side].length === 0);
  if (empty !== undefined) {
    throw new InputError(
      `split by ${request.by}: expected decisions to ${empty === 'train' ? 'train on' : 'judge on'}, got none of ${decisions.count}`,
    );
  }
  return split;
}
