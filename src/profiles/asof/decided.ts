/** Decisions of the contact log, customers as of each, and what came of it: what was tried, and what it led to. */
import { chosenMoments, type Moments } from '../profile/moments';
import { InputError } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import { answers, type CompanyTables, type Decisions } from '../tables/company-tables';
import { gathered } from '../tables/gathered';
import { boughtWithin } from './bought';
import type { DecisionsAsOf } from './decisions-as-of';
import { chosenCustomers, type CustomersAsOf } from './customers-as-of';

/** Whether they bought, for how much, or an outcome of the log that company.yaml names. */
export const outcomeNames = ['purchase', 'spend', ...answers] as const;
export type Outcome = (typeof outcomeNames)[number];

/** Whether transactions tell it; all else the contact log does. */
export const isOfShop = (outcome: Outcome): outcome is 'purchase' | 'spend' =>
  outcome === 'purchase' || outcome === 'spend';

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

/** Rows of the log from a moment to another one. */
const rowsWithin = ({ times }: Decisions, from: number, last: number): Int32Array =>
  Int32Array.from(times.keys()).filter((row) => times[row]! >= from && times[row]! <= last);

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
 * @param asOf customers as of each decision of the log, by this window
 * @throws InputError where the company has no such thing, or no decision is left
 */
export function decidedBefore(
  tables: CompanyTables,
  asOf: () => DecisionsAsOf,
  { from, until, window }: Span,
  outcome: Outcome,
): Decided {
  const { decisions, transactions, file, timeZone } = tables;
  const ofShop = isOfShop(outcome);
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
  const rows = rowsWithin(decisions, from, last);
  const shown = (moment: number) => momentText(moment, timeZone);
  if (rows.length === 0)
    throw new InputError(
      `${file} contacts: expected decisions ${from === -Infinity ? '' : `from ${shown(from)} on, `}of which it was known before ${shown(until)} what came, so at ${shown(last)} or earlier, got none`,
    );
  const all = asOf();
  const known = rows.filter((row) => all.isKnown[row] === 1);
  const chosen = known.filter((row) => hadChoice(decisions, row));
  const moments = chosenMoments(all.moments, chosen);
  return {
    customers: chosenCustomers(all.asOf, chosen),
    times: moments.moments,
    actionNames: decisions.actionNames,
    actions: gathered(decisions.actions, chosen),
    propensities: decisions.propensities && gathered(decisions.propensities, chosen),
    allowed: allowedAt(decisions, chosen),
    outcomes: outcomesOf(tables, moments, chosen, window, outcome),
    leftOut: { unknown: rows.length - known.length, withoutChoice: known.length - chosen.length },
  };
}
