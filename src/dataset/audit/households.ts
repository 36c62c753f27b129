/** Customers who are the same household or company by all that is known of them. */
import type { AuditInput } from './audit-input';
import type { Check } from './finding';
import { shareOf } from './words';

/** Largest group of equal customers that may be a household or a company, as a share of all: larger ones are a segment. */
const SEGMENT = 0.01;

/** Whether all of a state is known: customers of whom nothing is known are not the same one. */
function isComplete({ decisions }: AuditInput, i: number): boolean {
  return decisions.features.every((column) =>
    column.kind === 'category' ? column.codes[i]! >= 0 : !Number.isNaN(column.values[i]!),
  );
}

/** Sizes of groups of customers whose first decisions show the same state. */
function groupSizes(input: AuditInput): Int32Array {
  const { log, decisions, stateOf, stateCount } = input;
  const sizes = new Int32Array(stateCount);
  let last = -1;
  decisions.rows.forEach((row, i) => {
    const customer = log.customers!.codes[row]!;
    if (customer !== last && isComplete(input, i)) sizes[stateOf[i]!]! += 1;
    last = customer;
  });
  return sizes;
}

/** Where most customers differ, those who do not may decide together; then there are fewer independent ones. */
export const sharedFeatures: Check = (input) => {
  const { log, decisions, settings } = input;
  if (log.customers === null || decisions.features.length < 2) return [];
  const sizes = groupSizes(input);
  const customers = sizes.reduce((sum, size) => sum + size, 0);
  const alike = sizes.reduce((sum, size) => sum + (size > 1 ? size : 0), 0);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const share = alike / customers;
  const isSegment = share > 0.5 || largest > Math.max(settings.fewestRows, SEGMENT * customers);
  if (customers < 2 * settings.fewestUnits || share < settings.householdShare || isSegment) return [];
  return [
    {
      ...{ code: 'shared-features', severity: 'note', lines: [], values: { customers: alike, largest } },
      message:
        `${shareOf(alike, customers, 'customers')} equal another one in every feature, up to ${largest} of them: if they ` +
        'share a household or a company, intervals are too narrow; use its id as the customer',
    },
  ];
};
