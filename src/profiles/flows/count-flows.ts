/** Counts the flows of customers between states of activity, period by period, from the tables of a company. */
import { InputError } from '../../core/errors';
import { pause } from '../../core/pause';
import type { CompanyTables } from '../tables/company-tables';
import { activityAsOf, activityStates, UNKNOWN, type ActivityRule } from './activity';
import { emptyCounts, UNDECIDED, type FlowCounts } from './flow-counts';
import { actionsWithin, hasBought, paidWithin } from './period-events';

export interface FlowSpan {
  /** Milliseconds since 1970 in UTC: where the first period begins. */
  readonly from: number;
  /** Milliseconds. */
  readonly period: number;
  readonly periods: number;
  readonly rule: ActivityRule;
  /** [customers] 1 of those who are counted, who are then all there is; null counts everybody */
  readonly members: Uint8Array | null;
}

/** @throws InputError for a company without transactions or without contacts */
export function expectFlows({ file, transactions, decisions }: CompanyTables): void {
  if (transactions === null)
    throw new InputError(`${file}: expected a company with transactions, by which states go, got none`);
  if (decisions === null)
    throw new InputError(`${file}: expected a company with contacts, whose log has decisions, got none`);
  if (decisions.actionNames.includes(UNDECIDED))
    throw new InputError(`${file} contacts: expected no action that is called "${UNDECIDED}"`);
}

/** @param tell told the periods done so far @throws InputError for a company without transactions or without contacts */
export async function countFlows(
  tables: CompanyTables,
  { from, period, periods, rule, members }: FlowSpan,
  tell: (done: number) => void,
): Promise<FlowCounts> {
  expectFlows(tables);
  const decisions = tables.decisions!;
  const kinds = activityStates.length;
  const names = decisions.actionNames;
  // A log without a row of No Action leaves it out; in any other, who has no row was not decided on.
  const counts = emptyCounts(activityStates, names, decisions.actions.includes(0), periods);
  const actions = counts.actions.length;
  let [withoutRow, severalKinds, boughtFirst] = [0, 0, 0];
  const isCounted = (customer: number) => members === null || members[customer] === 1;
  const statesAt = (moment: number) =>
    activityAsOf(tables, moment, rule).map((state, customer) => (isCounted(customer) ? state : UNKNOWN));

  /** Who is there at the beginning of a period, who is new, and what they paid before. */
  const takeStock = (at: number, before: Int8Array | null, states: Int8Array) => {
    const moment = from + at * period;
    const paid = paidWithin(tables, moment - period, moment);
    states.forEach((state, customer) => {
      if (state === UNKNOWN) return;
      const cell = at * kinds + state;
      counts.customers[cell]! += 1;
      counts.money[cell]! += paid[customer]!;
      if (before?.[customer] === UNKNOWN) counts.arrivals[cell]! += 1;
    });
  };

  // Of chosen customers nobody arrives.
  let states = statesAt(from);
  takeStock(0, members === null ? statesAt(from - period) : null, states);
  for (let at = 0; at < periods; at += 1) {
    const [begin, end] = [from + at * period, from + (at + 1) * period];
    const done = actionsWithin(decisions, states.length, begin, end);
    const next = statesAt(end);
    states.forEach((state, customer) => {
      if (state === UNKNOWN) return;
      const isUndecided = counts.hasUndecided && done.logged[customer] === 0;
      const action = isUndecided ? names.length : done.actions[customer]!;
      const cell = (at * actions + action) * kinds + state;
      counts.acted[cell]! += 1;
      counts.moved[cell * kinds + next[customer]!]! += 1;
      if (!Number.isNaN(done.costs[customer]!)) {
        counts.priced[cell]! += 1;
        counts.costs[cell]! += done.costs[customer]!;
      }
      withoutRow += 1 - done.logged[customer]!;
      severalKinds += done.several[customer]!;
      if (hasBought(tables, customer, begin, done.firstTimes[customer]!)) boughtFirst += 1;
    });
    takeStock(at + 1, members === null ? states : null, next);
    states = next;
    tell(at + 1);
    await pause();
  }
  return { ...counts, withoutRow, severalKinds, boughtFirst };
}
