/** Small logs for tests, and the published one. */
import { loadLoggedRows } from '../../src/dataset/load-logged-rows';
import type { LoggedRows } from '../../src/dataset/logged-rows';
import { salesChannelSchema } from '../../src/dataset/presets/sales-channel';

/** One row as [state, logged action, reward]; actions are 0 No Action, 1 mail (costs 2), 2 phone (costs 3). */
export type TestRow = readonly [state: readonly number[], action: number, reward: number];

export function loggedRows(table: readonly TestRow[]): LoggedRows {
  const width = table[0]?.[0].length ?? 1;
  return {
    features: Array.from({ length: width }, (_, i) => `x${i}`),
    actions: ['No Action', 'mail', 'phone'],
    actionCosts: [0, 2, 3],
    observations: Float32Array.from(table.flatMap(([state]) => state)),
    loggedActions: Int32Array.from(table, ([, action]) => action),
    rewards: Float64Array.from(table, ([, , reward]) => reward),
    lines: Int32Array.from(table, (_, i) => i + 2),
  };
}

/** The 296 prepared rows of the sales-channel study. */
export async function publishedRows(): Promise<LoggedRows> {
  return (await loadLoggedRows('data/sales-channel/prepared.csv', salesChannelSchema)).rows;
}
