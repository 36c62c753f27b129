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

/** [rows] share of all rows that got what the row got: the chance of its action, where actions were dealt at random */
export function armShares(actions: Int32Array): Float64Array {
  const counts = new Map<number, number>();
  for (const action of actions) counts.set(action, (counts.get(action) ?? 0) + 1);
  return Float64Array.from(actions, (action) => counts.get(action)! / actions.length);
}
