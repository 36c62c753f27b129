/** Which periods of a company's tables a world is calibrated by. */
import { InputError, show } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import { expectKnownUntil } from '../../profiles/asof/known-until';
import type { FlowSpan } from '../../profiles/flows/count-flows';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import type { Company } from '../../profiles/tables/open-company';
import { windowOf } from './company-run';
import { momentOf } from './moment-of';

export interface SpanRequest {
  /** Length of a period, such as 7d. */
  readonly period: string;
  /** How long after a purchase one is active. */
  readonly activeFor: string;
  /** How long after a purchase one is non-active. */
  readonly lapsedAfter: string;
  /** Where the first period begins. @default as early as states are known and the contact log has begun */
  readonly from?: string | undefined;
  /** Nothing that happened at it, or later, is read. @default as late as the tables and the contact log reach */
  readonly asOf?: string | undefined;
}

export type Lengths = Pick<FlowSpan, 'period' | 'rule'>;

/** @throws InputError for a length that is none, or shorter than it has to be */
export function lengthsOf({ period, activeFor, lapsedAfter }: SpanRequest): Lengths {
  const lengths = {
    period: windowOf(period, '--period'),
    rule: {
      activeFor: windowOf(activeFor, '--active-for'),
      lapsedAfter: windowOf(lapsedAfter, '--lapsed-after'),
    },
  };
  if (lengths.rule.activeFor < lengths.period)
    throw new InputError(
      `--active-for: expected at least --period ${period}, so that who buys in a period is active after it, got ${show(activeFor)}`,
    );
  if (lengths.rule.lapsedAfter <= lengths.rule.activeFor)
    throw new InputError(
      `--lapsed-after: expected more than --active-for ${activeFor}, got ${show(lapsedAfter)}`,
    );
  return lengths;
}

/** Earliest and latest of some times. */
function endsOf(times: Float64Array): readonly [number, number] {
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return [first, last];
}

/**
 * Periods begin with the first row of the contact log, or whole periods later: when it is known who has lapsed. The last
 * one ends within the tables, and is that of a contact of the log.
 *
 * @throws InputError where that leaves no period, or what was asked for is outside of the tables
 */
export function spanOf(
  tables: CompanyTables,
  company: Company,
  request: SpanRequest,
  lengths: Lengths,
): Omit<FlowSpan, 'members'> {
  const { period, rule } = lengths;
  const shown = (moment: number) => momentText(moment, tables.timeZone);
  const [firstBought] = endsOf(tables.transactions!.times);
  const [firstDecided, lastDecided] = endsOf(tables.decisions!.times);
  const known = firstBought + rule.lapsedAfter;
  const early = firstDecided + Math.max(0, Math.ceil((known - firstDecided) / period)) * period;
  const from = request.from === undefined ? early : momentOf(request.from, company, '--from');
  if (from < known || from < firstDecided)
    throw new InputError(
      `--from: expected ${shown(Math.max(known, firstDecided))} or later, when the contact log has begun and the first transaction is --lapsed-after ${request.lapsedAfter} past, got ${show(request.from)}`,
    );
  const lastContact = lastDecided + period;
  const until =
    request.asOf === undefined
      ? Math.min(tables.ends.transactions!.moment, lastContact)
      : momentOf(request.asOf, company);
  expectKnownUntil(tables, ['transactions'], until, 'as --as-of says');
  // Who has no row after the end of the log may have been contacted all the same.
  const latest = Math.max(tables.ends.contacts!.moment, lastContact);
  if (until > latest)
    throw new InputError(
      `--as-of: expected ${shown(latest)} or earlier, until when the contact log tells who was contacted, got ${show(request.asOf)}`,
    );
  const periods = Math.floor((until - from) / period);
  if (!(periods >= 1))
    throw new InputError(
      `--period: expected at least one between ${Number.isFinite(from) ? shown(from) : 'the beginning'} and the end of the log${Number.isFinite(until) ? `, ${shown(until)}` : ''}, got ${show(request.period)}`,
    );
  return { ...lengths, from, periods };
}
