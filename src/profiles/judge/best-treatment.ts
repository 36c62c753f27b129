/** Several treatments as one question: each customer would get the one that is expected to do most. */

export interface BestTreatment {
  /** [rows] place of the treatment, 1 the first */
  readonly assigned: Int32Array;
  /** [rows] its expected effect */
  readonly scores: Float64Array;
  /** [rows] 1 who got it, 0 who got nothing, -1 who got another one */
  readonly treated: Int8Array;
}

/**
 * Where arms are of unequal size, `TargetedRows` needs `armShares` for propensities, or the customers of the larger arm would
 * count more.
 *
 * @param effects [rows, treatments] as `applyUplift`
 * @param actions [rows] what each row got, 0 nothing
 * @param only the one treatment that would be sent; null for the best of all. @default null
 */
export function bestTreatment(
  effects: Float64Array,
  actions: Int32Array,
  only: number | null = null,
): BestTreatment {
  const rows = actions.length;
  const treatments = effects.length / rows;
  const assigned = new Int32Array(rows);
  const scores = new Float64Array(rows);
  const treated = new Int8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let best = only ?? 1;
    if (only === null)
      for (let place = 2; place <= treatments; place += 1)
        if (effects[row * treatments + place - 1]! > effects[row * treatments + best - 1]!) best = place;
    assigned[row] = best;
    scores[row] = effects[row * treatments + best - 1]!;
    treated[row] = actions[row] === best ? 1 : actions[row] === 0 ? 0 : -1;
  }
  return { assigned, scores, treated };
}

/** [rows] the same of rows of the same allowed actions. @param allowed [rows, actions]; null where everything always was */
export function allowedKeys(rows: number, allowed: Uint8Array | null): readonly string[] {
  const width = allowed === null ? 0 : allowed.length / rows;
  return Array.from(
    { length: rows },
    (_, row) => allowed?.subarray(row * width, (row + 1) * width).join('') ?? '',
  );
}

/**
 * [rows] share that got what the row got, among the rows of the same allowed actions: the chance of its action, where actions
 * were dealt at random among those that were allowed. Of the whole log's shares, whoever may get an email alone would count
 * as if a call had been possible, and their No Action as rarer or more frequent than it was.
 *
 * @param allowed [rows, actions] 1 where it was; null where everything always was. @default null
 */
export function armShares(actions: Int32Array, allowed: Uint8Array | null = null): Float64Array {
  const rows = new Map<string, number>();
  const taken = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const keys = allowedKeys(actions.length, allowed);
  actions.forEach((action, row) => {
    count(rows, keys[row]!);
    count(taken, `${keys[row]!} ${action}`);
  });
  return Float64Array.from(
    actions,
    (action, row) => taken.get(`${keys[row]!} ${action}`)! / rows.get(keys[row]!)!,
  );
}
