/** What customer models say of the decisions of an enriched log, found by the names of their columns. */
import type { RawColumn } from '../../../dataset/contacts/contact-log';
import { reordered } from '../../../dataset/contacts/row-order';
import { encodeFeatures } from '../../../dataset/features/encode-features';
import { featureNames } from '../../../dataset/features/feature-names';
import { fitFeatures } from '../../../dataset/features/fit-features';
import { NO_ACTION } from '../../../dataset/logged-rows';
import { tablePlace } from '../../../dataset/read/read-table';
import type { CustomerScores } from '../../../evaluate/logged/targeting/customer-scores';
import {
  responseColumn,
  SPEND_COLUMN,
  upliftColumn,
  VALUE_COLUMN,
} from '../../../profiles/models/column-names';
import type { Contacts } from '../loaded-log';

type Numbers = (name: string) => Float64Array | undefined;

/** [decisions] of a column of numbers among some; undefined where there is none of that name */
function numbersAmong(columns: readonly RawColumn[]): Numbers {
  return (name) => {
    const found = columns.find((column) => column.name === name);
    return found === undefined || found.kind === 'category' ? undefined : found.values;
  };
}

/** [some, actions] NaN of actions without a column; null where none has one */
function byAction(columns: readonly (Float64Array | undefined)[], some: Int32Array): Float64Array | null {
  if (columns.every((column) => column === undefined)) return null;
  const result = new Float64Array(some.length * columns.length).fill(NaN);
  columns.forEach((values, action) => {
    if (values === undefined) return;
    some.forEach((decision, i) => (result[i * columns.length + action] = values[decision]!));
  });
  return result;
}

function upliftOf(
  numbers: Numbers,
  { log: { actions }, schema: { noAction } }: Contacts,
  some: Int32Array,
): CustomerScores['uplift'] {
  const responses = byAction(
    actions.map((action, i) =>
      i === 0
        ? (numbers(responseColumn(noAction)) ?? numbers(responseColumn(NO_ACTION)))
        : numbers(responseColumn(action)),
    ),
    some,
  );
  const changes = byAction(
    actions.map((action, i) => (i === 0 ? undefined : numbers(upliftColumn(action)))),
    some,
  );
  if (changes === null || responses === null) return null;
  for (let at = 0; at < changes.length; at += actions.length) changes[at] = 0;
  return { changes, responses };
}

/**
 * @param learnedFrom decisions that what columns become is fitted on
 * @returns scores of some decisions; null of a log that was not enriched
 */
export function customerScoresOn(
  contacts: Contacts,
  learnedFrom: Int32Array,
): ((some: Int32Array) => CustomerScores) | null {
  const { log, decisions, schema } = contacts;
  const added = new Set(schema.enriched?.columns);
  const columns = decisions.features.filter(({ name }) => added.has(name));
  if (columns.length === 0) return null;
  const numbers = numbersAmong(columns);
  const values = numbers(VALUE_COLUMN) ?? numbers(SPEND_COLUMN);
  const fitted = fitFeatures(columns, learnedFrom, decisions.times);
  const table = new Map(columns.map((column) => [column.name, column]));
  const place = (decision: number) => tablePlace(log, decisions.rows[decision]!);
  const isNet = schema.rewardNetOfCost !== undefined;
  return (some) => ({
    uplift: upliftOf(numbers, contacts, some),
    values: values === undefined ? null : reordered(values, some),
    columns: encodeFeatures(fitted, table, some, decisions.times, place),
    width: featureNames(fitted).length,
    costs: reordered(decisions.costs, some),
    grossRewards: Float64Array.from(
      some,
      (decision) => decisions.rewards[decision]! + (isNet ? decisions.costs[decision]! : 0),
    ),
  });
}
