/** Decisions of the contact log, customers as of each, and what came of it: what was tried, and what it led to. */
import { InputError } from '../../core/errors';
import { pause } from '../../core/pause';
import { answers, type CompanyTables, type Decisions } from '../tables/company-tables';
import { customersAtMoments } from './at-moments';
import { boughtWithin, type Moments } from './bought';
import { chosenCustomers, type CustomersAsOf } from './customers-as-of';

/** Whether they bought, for how much, or an outcome of the log that company.yaml names. */
export const outcomeNames = ['purchase', 'spend', ...answers] as const;
export type Outcome = (typeof outcomeNames)[number];

export interface Decided {
  /** [rows] as of each decision */
  readonly customers: CustomersAsOf;
  /** [rows] milliseconds since 1970 in UTC */
  readonly times: Float64Array;
  /** Names as the log has them; index 0 is No Action. */
  readonly actionNames: readonly string[];
  /** [rows] */
  readonly actions: Int32Array;
  /** [rows] probability of what was done, below 1; null where the log does not say it */
  readonly propensities: Float64Array | null;
  /** [rows, actions] 1 where the company allowed it; null where everything always was */
  readonly allowed: Uint8Array | null;
  /** [rows] 0 or 1, or an amount */
  readonly outcomes: Float64Array;
  /** Decisions left out: of customers of whom nothing was known, and without a choice: of probability 1, or where no contact was allowed. */
  readonly leftOut: { readonly unknown: number; readonly withoutChoice: number };
}

export interface Span {
  /** Decisions from it on, milliseconds. */
  readonly from: number;
  /** What happened at it, or later, is not known. */
  readonly until: number;
  /** Milliseconds after a decision in which purchases count. */
  readonly window: number;
}

const iso = (moment: number) => new Date(moment).toISOString();

/** Rows of the log from a moment to another one, with the customer of each. */
function rowsWithin(
  { starts, times }: Decisions,
  from: number,
  last: number,
): Moments & { readonly rows: Int32Array } {
  const rows: number[] = [];
  const customers: number[] = [];
  for (let customer = 0; customer + 1 < starts.length; customer += 1)
    for (let row = starts[customer]!; row < starts[customer + 1]! && times[row]! <= last; row += 1) {
      if (times[row]! < from) continue;
      rows.push(row);
      customers.push(customer);
    }
  return {
    rows: Int32Array.from(rows),
    customers: Int32Array.from(customers),
    moments: Float64Array.from(rows, (row) => times[row]!),
  };
}

function outcomesOf(
  tables: CompanyTables,
  moments: Moments,
  rows: Int32Array,
  window: number,
  outcome: Outcome,
): Float64Array {
  if (outcome === 'spend') return boughtWithin(tables, moments, 0, window).spend;
  if (outcome === 'purchase')
    return boughtWithin(tables, moments, 0, window).purchases.map((purchases) => (purchases > 0 ? 1 : 0));
  const came = tables.decisions!.came[outcome]!;
  return Float64Array.from(rows, (row) => came[row]!);
}

/** [actions] 1 where it was allowed, of one row */
const allowedOf = ({ allowed, actionNames: { length } }: Decisions, row: number) =>
  allowed?.subarray(row * length, (row + 1) * length) ?? null;

/** Whether something else could have been done, as far as the log says. */
function hadChoice(decisions: Decisions, row: number): boolean {
  if (decisions.propensities?.[row] === 1) return false;
  return allowedOf(decisions, row)?.includes(1, 1) ?? true;
}

function allowedAt(decisions: Decisions, rows: Int32Array): Uint8Array | null {
  if (decisions.allowed === null) return null;
  const { length } = decisions.actionNames;
  const chosen = new Uint8Array(rows.length * length);
  rows.forEach((row, place) => chosen.set(allowedOf(decisions, row)!, place * length));
  return chosen;
}

/**
 * Decisions whose window has passed, or whose outcome of the log is known.
 *
 * @throws InputError where the company has no such thing, or no decision is left
 */
export async function decidedBefore(
  tables: CompanyTables,
  { from, until, window }: Span,
  outcome: Outcome,
): Promise<Decided> {
  const { decisions, transactions, file } = tables;
  const ofShop = outcome === 'purchase' || outcome === 'spend';
  if (ofShop && transactions === null)
    throw new InputError(
      `${file}: expected a company with transactions for the outcome ${outcome}, got none`,
    );
  if (decisions === null)
    throw new InputError(`${file}: expected a company with contacts, whose log has decisions, got none`);
  if (!ofShop && decisions.came[outcome] === null)
    throw new InputError(`${file} contacts.${outcome}: expected an outcome of the contact log, got none`);
  // Features of later decisions would know what customers as of the beginning of the last window have no column for.
  const last = until - (ofShop ? window : Math.max(window, decisions.window));
  const { rows, ...moments } = rowsWithin(decisions, from, last);
  if (rows.length === 0)
    throw new InputError(
      `${file} contacts: expected decisions ${from === -Infinity ? '' : `from ${iso(from)} on, `}of which it was known before ${iso(until)} what came, so at ${iso(last)} or earlier, got none`,
    );
  const all = await customersAtMoments(tables, moments, window, async () => pause());
  const places = all.known.filter((place) => hadChoice(decisions, rows[place]!));
  const chosen = places.map((place) => rows[place]!);
  const { propensities } = decisions;
  const outcomes = outcomesOf(tables, moments, rows, window, outcome);
  return {
    customers: chosenCustomers(all, places),
    times: Float64Array.from(places, (place) => moments.moments[place]!),
    actionNames: decisions.actionNames,
    actions: chosen.map((row) => decisions.actions[row]!),
    propensities: propensities && Float64Array.from(chosen, (row) => propensities[row]!),
    allowed: allowedAt(decisions, chosen),
    outcomes: Float64Array.from(places, (place) => outcomes[place]!),
    leftOut: { unknown: rows.length - all.known.length, withoutChoice: all.known.length - places.length },
  };
}
