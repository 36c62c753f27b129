/** Whether shares of customers who move, by action, are effects of the contacts: sentences where the log cannot show that they are. */
import { contactChances } from '../../profiles/flows/contact-chances';
import type { FlowSpan } from '../../profiles/flows/count-flows';
import type { FlowCounts } from '../../profiles/flows/flow-counts';
import type { Decisions } from '../../profiles/tables/company-tables';

type Span = Pick<FlowSpan, 'from' | 'period' | 'periods'>;

function chanceLimits(decisions: Decisions, { from, period, periods }: Span): string[] {
  const chances = contactChances(decisions, from, from + periods * period);
  if (chances === null)
    return [
      'whether shares by action are effects of the contacts is not identified: the log does not say by what chance it gave them; the world takes them for effects',
    ];
  const varying = chances.filter(({ least, most }) => most - least > 1e-9);
  if (varying.length === 0) return [];
  const digits = (value: number) => String(Number(value.toPrecision(2)));
  const ranges = varying.map(({ action, least, most }) => `${action} ${digits(least)} to ${digits(most)}`);
  return [
    `contacts were given by chances that differ (${ranges.join(', ')}). If, within a state, those with higher chances would have bought more or less anyway, the world takes that for what contacts do; the log cannot tell`,
  ];
}

/** Whoever is contacted because of a purchase has moved already, whatever the chance of the contact was. */
function orderLimits({ acted, states, actions, hasUndecided, boughtFirst }: FlowCounts): string[] {
  if (boughtFirst === 0) return [];
  const width = actions.length * states.length;
  const last = width - (hasUndecided ? states.length : 0);
  const contacted = acted.reduce((sum, count, cell) => {
    const place = cell % width;
    return place >= states.length && place < last ? sum + count : sum;
  }, 0);
  return [
    `in ${boughtFirst} of the ${contacted} periods of customers with a contact a purchase came before it, which cannot be its effect; the world takes it for one; --from and --period that begin with the decisions leave fewer of them`,
  ];
}

export function causeLimits(decisions: Decisions, span: Span, counts: FlowCounts): string[] {
  return [...chanceLimits(decisions, span), ...orderLimits(counts)];
}
