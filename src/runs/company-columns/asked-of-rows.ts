/** What a model asks of rows beside the columns that are made of a company: the table of customers may have it. */
import type { CustomerColumns } from '../../dataset/features/customer-columns';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { readersOfRows } from '../../dataset/features/raw-rows';

/**
 * @param known columns that are made
 * @param hasHistory whether contacts of before are known elsewhere, so that rows need no columns of the past
 * @returns names of columns
 */
export function askedOfRows(
  raw: RawInputs,
  actions: readonly string[],
  known: CustomerColumns,
  hasHistory: boolean,
): readonly string[] {
  const names = new Set(known.columns.map(({ name }) => name));
  const none = () => ({ times: [], actions: [] });
  const { wanted } = readersOfRows(raw, actions, {
    ...{ now: 0, customers: { names, columnsOf: () => [] } },
    ...(hasHistory && { pastOf: none }),
  });
  return wanted.map(({ name }) => name);
}
