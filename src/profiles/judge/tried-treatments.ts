/**
 * What needs no model: one treatment alone to everybody who may get it, or one that is drawn. The fair anchor of a model that
 * chooses between several: whoever sends all the better of two has chosen too.
 */
import type { Decided } from '../asof/decided';
import { isAllowed } from './arms';
import type { TargetedRows } from './qini';

export interface TriedTreatment {
  readonly name: string;
  /** Whether as many get it as the model would contact; else all who may, or as many as may be contacted. */
  readonly asMany: boolean;
  /** [rows] 1 where it may be sent */
  readonly allowed: Uint8Array;
  /** [rows] weight of whoever got it, 0 of all others */
  readonly treated: Float64Array;
  /** [rows] weight of whoever got nothing and might have got it, 0 of all others */
  readonly others: Float64Array;
}

type Tried = Pick<Decided, 'actionNames' | 'actions' | 'allowed'>;

function alone(decided: Tried, propensities: Float64Array, rows: Int32Array, action: number): TriedTreatment {
  const weigh = (wanted: number) =>
    Float64Array.from(rows, (row) =>
      decided.actions[row] === wanted && isAllowed(decided, row, action) ? 1 / propensities[row]! : 0,
    );
  return {
    ...{ name: decided.actionNames[action]!, asMany: false, treated: weigh(action), others: weigh(0) },
    allowed: Uint8Array.from(rows, (row) => (isAllowed(decided, row, action) ? 1 : 0)),
  };
}

/** Each treatment that is allowed with the same chance. */
function drawn(decided: Tried, propensities: Float64Array, rows: Int32Array): TriedTreatment {
  const { actionNames, actions } = decided;
  const treatments = Array.from(actionNames.keys()).slice(1);
  const choices = Int32Array.from(
    rows,
    (row) => treatments.filter((action) => isAllowed(decided, row, action)).length,
  );
  return {
    ...{ name: 'a treatment drawn', asMany: true },
    allowed: Uint8Array.from(choices, (count) => (count > 0 ? 1 : 0)),
    treated: Float64Array.from(rows, (row, place) =>
      actions[row]! > 0 && isAllowed(decided, row, actions[row]!)
        ? 1 / (propensities[row]! * choices[place]!)
        : 0,
    ),
    others: Float64Array.from(rows, (row, place) =>
      actions[row] === 0 && choices[place]! > 0 ? 1 / propensities[row]! : 0,
    ),
  };
}

/** @param rows of the decisions, those that are judged @param propensities of all decisions */
export function triedTreatments(
  decided: Tried,
  propensities: Float64Array,
  rows: Int32Array,
): TriedTreatment[] {
  const each = decided.actionNames.slice(1).map((_, place) => alone(decided, propensities, rows, place + 1));
  return each.length === 1 ? each : [...each, drawn(decided, propensities, rows)];
}

/**
 * By comparing those who got it with those who got nothing, each by their weight.
 *
 * @param counts [customers] how often each customer is in the resample
 * @returns the share of rows that may get it, and what it changes of their outcome; NaN where one side has nobody
 */
export function treatmentEffect(
  { allowed, treated, others }: TriedTreatment,
  { outcomes, customers }: Pick<TargetedRows, 'outcomes' | 'customers'>,
  counts: ArrayLike<number>,
): { readonly share: number; readonly effect: number } {
  let [rows, may, withIt, without, gotIt, gotNothing] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < outcomes.length; row += 1) {
    const count = counts[customers[row]!]!;
    rows += count;
    if (allowed[row] === 1) may += count;
    withIt += count * treated[row]!;
    gotIt += count * treated[row]! * outcomes[row]!;
    without += count * others[row]!;
    gotNothing += count * others[row]! * outcomes[row]!;
  }
  return { share: may / rows, effect: gotIt / withIt - gotNothing / without };
}
