/** Decisions to train on, to choose by and to judge on: customers and equal rows are never on two sides. */
import { InputError } from '../../core/errors';
import { textHash } from '../contacts/row-hashes';
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
  /** Of a split by customer and time: those of one side's customers in the other side's time. */
  readonly between: Int32Array;
}

const TRAIN = 0;
const VALIDATION = 1;
const TEST = 2;
const BETWEEN = 3;

/** [n] side of each decision by its unit: units are drawn by their hash, so that no order of the file matters. */
function sidesByUnit(units: Float64Array, { test, validation, seed }: SplitRequest): Uint8Array {
  const distinct = [...new Set(units)];
  const keys = new Map(distinct.map((unit) => [unit, textHash(String(unit), seed)]));
  distinct.sort((one, other) => keys.get(one)! - keys.get(other)! || one - other);
  const tests = Math.ceil(test * distinct.length);
  const validations = Math.ceil(validation * distinct.length);
  const sides = new Map(
    distinct.map((unit, place) => [
      unit,
      place < tests ? TEST : place < tests + validations ? VALIDATION : TRAIN,
    ]),
  );
  return Uint8Array.from(units, (unit) => sides.get(unit)!);
}

/** When a side begins: what was said, or the time before which the share of the decisions lies. */
function boundary(sorted: Float64Array, share: number, said: string | undefined, schema: LogSchema): number {
  if (said !== undefined) return momentOf(said, schema);
  return sorted[Math.min(sorted.length - 1, Math.floor((1 - share) * sorted.length))]!;
}

function sidesByTime(times: Float64Array, request: SplitRequest, schema: LogSchema): Uint8Array {
  const sorted = times.slice().sort();
  const { test, validation, testFrom, validationFrom } = request;
  const tests = test === 0 && testFrom === undefined ? Infinity : boundary(sorted, test, testFrom, schema);
  const validations =
    validation === 0 && validationFrom === undefined
      ? tests
      : boundary(sorted, test + validation, validationFrom, schema);
  return Uint8Array.from(times, (time) => (time >= tests ? TEST : time >= validations ? VALIDATION : TRAIN));
}

function sidesOf(decisions: LoggedDecisions, request: SplitRequest, schema: LogSchema): Uint8Array {
  const { units, times } = decisions;
  if (request.by === 'row' || request.by === 'customer') return sidesByUnit(units, request);
  const byTime = sidesByTime(times!, request, schema);
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
  const of = (side: number) => Int32Array.from(sides.keys()).filter((i) => sides[i] === side);
  const split = { train: of(TRAIN), validation: of(VALIDATION), test: of(TEST), between: of(BETWEEN) };
  const empty = (['train', 'test'] as const).find((side) => split[side].length === 0);
  if (empty !== undefined) {
    throw new InputError(
      `split by ${request.by}: expected decisions to ${empty === 'train' ? 'train on' : 'judge on'}, got none of ${decisions.count}`,
    );
  }
  return split;
}
