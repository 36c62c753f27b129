/** What was asked for as limits of a decision, by what the log says of days, actions and costs. */
import { InputError, show } from '../../../core/errors';
import { oneOf } from '../../../core/expectation';
import { isSameAsAbove } from '../../../dataset/contacts/same-customer';
import { DAY } from '../../../dataset/schema/durations';
import type { Rate } from '../../../evaluate/off-policy/spending';
import type { Limit } from '../../../rl/limits';
import type { Contacts } from '../loaded-log';
import type { SpendingSettings } from './settings';

export interface AskedLimit extends Limit {
  /** Whose contacts are limited; null: what is spent. */
  readonly channel: string | null;
  readonly asked: Rate;
  /** Decisions of what the amount is of: a day's, or 1. */
  readonly decisions: number;
}

export interface Limits {
  readonly decisionsPerDay: number | null;
  /** [actions] cost of each */
  readonly costs: readonly number[];
  /** Of a unit of cost, where somebody said it. */
  readonly price: number | null;
  readonly limits: readonly AskedLimit[];
}

/** Rows at which somebody was decided on, though nobody knows what came of it: all left out but those of who was gone. */
function decidedButUntold({ log, decisions: { leftOut } }: Contacts): number[] {
  const gone = new Set(leftOut['after the customer was gone']);
  const isAfterTheEnd = (row: number) =>
    isSameAsAbove(log, row) && (gone.has(row - 1) || log.terminal?.[row - 1] === 1);
  return [
    ...leftOut['outcome not known yet'],
    ...leftOut['no later row with its outcome'].filter((row) => !isAfterTheEnd(row)),
  ];
}

/**
 * Decisions of a day: all of the log by the days from its first to its last, both counted; of a thinned log as many as they
 * stand for. Also those whose outcome the log does not tell, for a limit of a day is one of all that is decided in it; but
 * none after the last day of a calendar, which makes no decisions there.
 *
 * @returns null where the log has no times, or times that are steps
 */
export function decisionsPerDay(contacts: Contacts): number | null {
  const { log, decisions, schema } = contacts;
  const { times, rows, made } = decisions;
  if (times === null || schema.timeUnit === 'step') return null;
  const weightOf = (row: number) => log.weights?.[row] ?? 1;
  let [count, first, last] = [0, Infinity, -Infinity];
  const add = (day: number, weight: number) => {
    count += weight;
    first = Math.min(first, day);
    last = Math.max(last, day);
  };
  for (let i = 0; i < times.length; i += 1)
    add(Math.floor(times[i]! / DAY), made?.[i] === 1 ? 1 : weightOf(rows[i]!));
  const end = made === null ? Infinity : last;
  for (const row of decidedButUntold(contacts)) {
    const day = Math.floor(log.times![row]! / DAY);
    if (day <= end) add(day, weightOf(row));
  }
  return count / (last - first + 1);
}

/** What limits and prices need to be known. */
function expectCosts(flag: string, costs: readonly number[]): void {
  if (costs.some((cost) => cost > 0)) return;
  throw new InputError(
    `${flag}: expected a log that says what contacts cost (schema cost), got none that do`,
  );
}

function decisionsOf(flag: string, { amount, per }: Rate, perDay: number | null): number {
  if (per === 'decision') return 1;
  if (perDay !== null) return perDay;
  throw new InputError(
    `${flag}: expected a number per decision, such as ${flag} ${flag === '--budget' ? '' : 'call='}0.05/decision, for this log has no times to tell days by; got ${amount} a day`,
  );
}

/** @throws InputError for what the log has no days, costs or actions for */
export function limitsOf(asked: SpendingSettings | undefined, contacts: Contacts): Limits {
  const { actions, actionCosts: costs } = contacts.log;
  const { price = null, budget, capacity = {} } = asked ?? {};
  const perDay = decisionsPerDay(contacts);
  if (price !== null) expectCosts('--price', costs);
  if (budget !== undefined) expectCosts('--budget', costs);
  const limit = (channel: string | null, rate: Rate, use: readonly number[]): AskedLimit => {
    const decisions = decisionsOf(channel === null ? '--budget' : '--capacity', rate, perDay);
    return { channel, asked: rate, use, decisions, most: rate.amount / decisions };
  };
  const contactsBy = (channel: string) => {
    if (!actions.slice(1).includes(channel))
      throw new InputError(
        `--capacity: expected a contact (${oneOf(actions.slice(1))}), got ${show(channel)}`,
      );
    return actions.map((action) => (action === channel ? 1 : 0));
  };
  return {
    ...{ decisionsPerDay: perDay, costs, price },
    limits: [
      ...(budget === undefined ? [] : [limit(null, budget, costs)]),
      ...Object.entries(capacity).map(([channel, rate]) => limit(channel, rate, contactsBy(channel))),
    ],
  };
}
