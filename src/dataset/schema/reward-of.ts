/** Whose a row's reward and outcomes are, and what has no clear meaning where they are those of the row before. */

/** The first is what most exports mean; r_{t+1} of the books is the second: what came of the action before. */
export const rewardRows = ['this row', 'previous row'] as const;

export interface WithRewardOf {
  readonly rewardOf: (typeof rewardRows)[number];
  readonly window?: unknown;
  readonly calendar?: unknown;
  readonly attribution?: unknown;
  readonly weight?: unknown;
  readonly history?: readonly string[] | undefined;
}

/** Keys that mean nothing clear beside rewards of the previous row, and why. */
const unclear = {
  window: 'a decision’s outcome is known at the customer’s next row, however far that is',
  calendar: 'a reward may be that of a row or of the periods without one that follow it',
  attribution: 'an outcome counts for the row before it',
  weight: 'the row before may be one that was not kept',
} as const;

/** @returns keys that are refused beside rewards of the previous row, with what was expected of them */
export function unclearWithRewardOf(schema: WithRewardOf): readonly (readonly [string, string])[] {
  if (schema.rewardOf === 'this row') return [];
  const beside = 'with rewardOf: previous row';
  const given = (Object.keys(unclear) as (keyof typeof unclear)[]).filter((key) => schema[key] !== undefined);
  const refused = given.map((key) => [key, `expected no ${key} ${beside}: ${unclear[key]}`] as const);
  if (schema.history?.includes('earlier reward') !== true) return refused;
  return [
    ...refused,
    ['history', `expected no "earlier reward" ${beside}: it counts an outcome once its window has passed`],
  ];
}
