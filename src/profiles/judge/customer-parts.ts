/**
 * The customers by what may decide for whom a model works: how often and when they had bought, a kind the company knows, and
 * what was asked for.
 */
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

/** Thirds by when they last bought; fewer where many bought at the same time. */
function byRecency(customers: CustomersAsOf): CustomerParts[] {
  const since = numbersOf(customers, 'days_since_purchase')?.map((days) => Math.ceil(days)) ?? null;
  const known = since?.filter((days) => !Number.isNaN(days)).sort() ?? new Float64Array();
  if (since === null || known.length === 0) return [];
  const cut = (third: number) => known[Math.ceil((third * known.length) / 3) - 1]!;
  const cuts = [...new Set([cut(1), cut(2), known.at(-1)!])];
  if (cuts.length < 2) return [];
  const names = cuts.map((days, i) =>
    i === 0 ? `within ${days} days` : `${cuts[i - 1]! + 1} to ${days} days ago`,
  );
  const of = Uint8Array.from(since, (days) =>
    Number.isNaN(days) ? cuts.length : cuts.findIndex((last) => days <= last),
  );
  const hasOthers = known.length < since.length;
  const all = hasOthers ? [...names, 'had not bought'] : names;
  return [{ by: 'when they had last bought', segments: { names: all, of } }];
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
    const meant = didYouMean(name, names);
    // There may be a hundred: they are told where nothing is near.
    const expected = meant === '' ? `one of ${names.join(', ')}` : 'the name of a column';
    throw new InputError(`--by: expected ${expected}, got ${show(name)}${meant}`);
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
    ...byRecency(customers),
    ...columns.map((column) => ({ by: column.name, segments: partsByColumn(column) })),
  ];
}

/** How many parts are shown together on a page. */
export const partsAtOnce = (all: readonly CustomerParts[]): number =>
  all.reduce((sum, { segments }) => sum + segments.names.length, 0);
