/** The customers by what may decide for whom a model works: how often they had bought, a kind the company knows, and what was asked for. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { numbersOf, type CustomersAsOf } from '../asof/customers-as-of';
import { frequencySegments, type CustomerSegments } from './frequency-segments';
import { MOST_LEVELS, partsByColumn } from './parts-by-column';

export interface CustomerParts {
  readonly by: string;
  readonly segments: CustomerSegments;
}

function byFrequency(customers: CustomersAsOf): CustomerParts[] {
  const frequency = numbersOf(customers, 'frequency');
  if (frequency === null) return [];
  const { names, of } = frequencySegments(frequency);
  const segments = {
    names: [...names, 'had not bought'],
    of: of.map((segment, row) => (Number.isNaN(frequency[row]) ? names.length : segment)),
  };
  const used = segments.names.filter((_, segment) => segments.of.includes(segment));
  return [
    {
      by: 'how often they had bought',
      segments: { names: used, of: segments.of.map((segment) => used.indexOf(segments.names[segment]!)) },
    },
  ];
}

/** Of a category with few levels; what all have alike parts nobody. */
function isReadable(column: RawColumn): boolean {
  if (column.kind !== 'category') return false;
  const levels = new Set(column.codes).size;
  return levels >= 2 && levels <= MOST_LEVELS;
}

/** @throws InputError for a name that no column has */
function asked({ columns }: CustomersAsOf, by: readonly string[]): RawColumn[] {
  return [...new Set(by)].map((name) => {
    const column = columns.find((one) => one.name === name);
    if (column !== undefined) return column;
    const names = columns.map((one) => one.name);
    throw new InputError(
      `--by: expected one of ${names.join(', ')}, got ${show(name)}${didYouMean(name, names)}`,
    );
  });
}

/**
 * @param by names of columns beside the first readable category, which is always there
 * @throws InputError for a name that no column has
 */
export function customerParts(customers: CustomersAsOf, by: readonly string[]): CustomerParts[] {
  const wanted = asked(customers, by);
  const first = customers.columns.find(isReadable);
  const columns = first === undefined || wanted.includes(first) ? wanted : [first, ...wanted];
  return [
    ...byFrequency(customers),
    ...columns.map((column) => ({ by: column.name, segments: partsByColumn(column) })),
  ];
}

/** How many parts are shown together on a page. */
export const partsAtOnce = (all: readonly CustomerParts[]): number =>
  all.reduce((sum, { segments }) => sum + segments.names.length, 0);
