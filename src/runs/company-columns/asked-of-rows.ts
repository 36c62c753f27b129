/** What a model asks of rows beside the columns that are made of a company: the table of customers may have it. */
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { readersOfRows } from '../../dataset/features/raw-rows';

/**
 * @param made columns that are made of a company
 * @param hasHistory whether contacts of before are known elsewhere, so that rows need no columns of the past
 * @returns names of columns
 */
export function askedOfRows(
  raw: RawInputs,
  actions: readonly string[],
  made: readonly string[],
  hasHistory: boolean,
): readonly string[] {
  const names = new Set(made);
  const none = () => ({ times: [], actions: [] });
  const { wanted } = readersOfRows(raw, actions, {
    ...{ now: 0, customers: { names, columnsOf: () => [] } },
    ...(hasHistory && { pastOf: none }),
  });
  return wanted.map(({ name }) => name);
}
