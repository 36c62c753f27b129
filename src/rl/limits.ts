/** Limits of what decisions take, and what actions are charged so that they are kept. */

export interface Limit {
  /** [actions] what each action takes of what is scarce, from 0 on: its cost, or 1 of the contacts of a channel */
  readonly use: readonly number[];
  /** What a decision may take on average. */
  readonly most: number;
}

/** @param base [actions] what is charged whatever the prices are */
export function chargesAt(
  base: readonly number[],
  limits: readonly Limit[],
  prices: readonly number[],
): number[] {
  return base.map((charge, action) =>
    limits.reduce((sum, { use }, j) => sum + prices[j]! * use[action]!, charge),
  );
}
