/** The customers by what may decide for whom a model works: how often and when they had bought, and the kinds the company knows. */
import type { CustomersAsOf } from '../asof/customers-as-of';
import { numbersOf } from '../asof/customers-as-of';
import { frequencySegments, type CustomerSegments } from './frequency-segments';

/** Kinds of more levels are no parts that anybody reads. */
const MOST_LEVELS = 8;

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

/** The levels of the first category that has few; those without one are a part of their own. */
function byCategory({ columns }: CustomersAsOf): CustomerParts[] {
  for (const column of columns) {
    if (column.kind !== 'category') continue;
    const used = [...new Set(column.codes)].sort((a, b) => a - b);
    if (used.length < 2 || used.length > MOST_LEVELS) continue;
    const names = used.map((code) => (code < 0 ? `${column.name} not known` : column.names[code]!));
    return [
      {
        by: column.name,
        segments: { names, of: Uint8Array.from(column.codes, (code) => used.indexOf(code)) },
      },
    ];
  }
  return [];
}

export function customerParts(customers: CustomersAsOf): CustomerParts[] {
  return [...byFrequency(customers), ...byRecency(customers), ...byCategory(customers)];
}
