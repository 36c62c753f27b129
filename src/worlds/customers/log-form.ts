/** The simulated company's log: what its customers' rows would be in a warehouse. */
import { shortNumber, type LogColumn, type LogForm, type LogOutcome } from '../log-form';
import { events } from './dynamics';
import { historyColumns, LONG_AGO } from './history-observer';
import type { CustomersConfig } from './settings';
import { CustomersSimulator } from './simulator';

const DAYS = 7;

/** Days since something; empty where it was too long ago to be counted, or never. */
function daysSince(name: string, index: number): LogColumn {
  return {
    ...{ name: `days_since_${name}`, kind: 'days-since' },
    cell: (observations, at) => {
      const periods = observations[at + index]!;
      return periods >= LONG_AGO ? '' : String(DAYS * periods);
    },
  };
}

function count(name: string, index: number): LogColumn {
  return { name, kind: 'count', cell: (observations, at) => String(observations[at + index]!) };
}

/** Share of contacts that were noticed; empty before the first one. */
function openRate(name: string, contacts: number, opens: number): LogColumn {
  return {
    ...{ name: `${name}_open_rate`, kind: 'number' },
    cell: (observations, at) => {
      const sent = observations[at + contacts]!;
      return sent === 0 ? '' : shortNumber(observations[at + opens]! / sent);
    },
  };
}

function outcome(name: string, came: (event: number, margin: number) => boolean): LogOutcome {
  return {
    name,
    of: (environment, lane) => {
      if (!(environment instanceof CustomersSimulator))
        throw new RangeError('customersLogForm: expected customers');
      const { event, margin } = environment.happened(lane);
      return came(event, margin) ? 1 : 0;
    },
  };
}

const outcomes: readonly LogOutcome[] = [
  outcome('opened', (event) => event >= events.opened),
  outcome('clicked', (event) => event >= events.clicked),
  outcome('bought', (_event, margin) => margin > 0),
  outcome('complained', (event) => event === events.complained),
  outcome('unsubscribed', (event) => event === events.unsubscribed),
];

/** Of the history that a company can count; consent stands in columns of its own. */
export function customersLogForm(config: CustomersConfig): LogForm {
  const { channels, segments } = config;
  const { since, contacts, opens, pressure, segments: first } = historyColumns(config);
  const segment: LogColumn = {
    ...{ name: 'segment', kind: 'category' },
    cell: (observations, at) => segments.find((_, i) => observations[at + first + i] === 1)!.name,
  };
  return {
    columns: [
      segment,
      count('tenure_weeks', pressure + 7),
      { name: 'recent_contacts', kind: 'number', cell: (all, at) => shortNumber(all[at + pressure]!) },
      ...channels.map(({ name }, i) => daysSince(name, since + i)),
      ...channels.map(({ name }, i) => openRate(name, contacts + i, opens + i)),
      daysSince('open', pressure + 1),
      daysSince('click', pressure + 2),
      daysSince('sale', pressure + 3),
      count('earlier_clicks', pressure + 4),
      count('earlier_sales', pressure + 5),
      { name: 'earlier_spend', kind: 'number', cell: (all, at) => all[at + pressure + 6]!.toFixed(2) },
    ],
    outcomes,
    period: `${DAYS}d`,
    currency: 'EUR',
  };
}
