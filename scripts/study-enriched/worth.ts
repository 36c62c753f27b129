/** What policies come to in the company in which they are compared. */
import type { SharedTables } from './books';
import { meanOf, type Mean } from '../study-logged/true-values';
import { playFresh, type FreshPlan } from './fresh-company';
import { WEEKS_SINCE, type Act, type Played } from './played-chunk';

/** What one policy came to, in the mean of the customers. */
export interface Worth {
  readonly policy: string;
  /** Account currency per customer and week. */
  readonly value: Mean;
  /** Account currency per customer, discounted to the week in which the policy began. */
  readonly discounted: Mean;
  /** Share still there at the end. */
  readonly stays: number;
  /** [actions] shares of the decisions */
  readonly actions: readonly number[];
  /** By weeks since the last contact, 1, 2, 3, and 4 and more: share of the decisions, and of these with a contact; null without one. */
  readonly since: readonly { readonly decisions: number; readonly contacted: number | null }[];
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((all, value) => all + value, 0);

export function worthOf(policy: string, played: Played, weeks: number): Worth {
  const { value, discounted, stays, decisions } = played;
  const all = sum(decisions);
  const count = decisions.length / WEEKS_SINCE;
  const rows = Array.from({ length: WEEKS_SINCE }, (_, row) =>
    decisions.subarray(row * count, (row + 1) * count),
  );
  return {
    policy,
    value: meanOf(value.map((own) => own / weeks)),
    discounted: meanOf(discounted),
    stays: meanOf(stays).value,
    actions: Array.from({ length: count }, (_, action) => sum(rows.map((row) => row[action]!)) / all),
    since: rows.map((row) => {
      const asked = sum(row);
      return { decisions: asked / all, contacted: asked === 0 ? null : 1 - row[0]! / asked };
    }),
  };
}

/** Plays all that are compared in the same company. */
export async function playedAll(
  acts: readonly (readonly [string, Act])[],
  plan: FreshPlan,
  shared: SharedTables,
): Promise<ReadonlyMap<string, Played>> {
  const found = new Map<string, Played>();
  for (const [name, act] of acts) found.set(name, await playFresh(plan, shared, act));
  return found;
}
