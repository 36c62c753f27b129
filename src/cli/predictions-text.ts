/** What `predict` prints: a line for each row asked about, or how often each action where a file has them. */
import { formatGiven, formatNumber } from '../report/format';
import { numberColumn, textColumn, wrapped } from '../report/terminal';
import { textTable } from '../report/text-table';
import type { Predictions } from '../runs/predict';

/** Values in the order of their names: an object has keys such as "10" in an order of its own. */
const valuesOf = <Value>(names: readonly string[], values: Readonly<Record<string, Value>>): Value[] =>
  names.map((name) => values[name]!);

function valueText(value: number | null, reason: string | undefined, isAssumed: boolean): string {
  if (value === null) return 'not allowed';
  if (isAssumed) return `${formatGiven(value)} (assumed)`;
  return reason === undefined ? formatNumber(value) : `${formatNumber(value)}: ${reason}`;
}

/** What the best action is the best by; empty where it is that of the values alone. */
function chargesText({ actions, charges }: Predictions): string {
  if (charges === undefined) return '';
  const charged = actions.filter((name) => charges[name]! > 0);
  const each = charged.map((name) => `${name} ${formatNumber(charges[name]!)}`).join(', ');
  return `\n${wrapped(`The best action is that of value less charge: ${each}${charged.length < actions.length ? ', others nothing' : ''}.`, '')}`;
}

/** @param answer what was asked, and its answers */
export function predictionsText(answer: Predictions, json: boolean): string {
  const { actions, features, predictions, isRaw, assumed, charges } = answer;
  if (json) return JSON.stringify({ actions, ...(charges && { charges }), predictions, assumed }, null, 2);
  const table = textTable(
    [...[isRaw ? 'row' : 'state', 'best action'].map(textColumn), ...actions.map(numberColumn)],
    predictions.map(({ state, action, qValues, unsupported }) => [
      (isRaw ? Object.values(state) : valuesOf(features, state)).map(String).join(', '),
      action,
      ...actions.map((name) => valueText(qValues[name]!, unsupported?.[name], assumed?.[name] !== undefined)),
    ]),
    160,
  );
  return `${table}${chargesText(answer)}`;
}

/** Of a file that was written, which may have more rows than a terminal. */
export function writtenText(answer: Predictions, out: string, json: boolean): string {
  const { actions, predictions, charges } = answer;
  const rows = new Map(actions.map((action) => [action, 0]));
  for (const { action } of predictions) rows.set(action, rows.get(action)! + 1);
  const counts = [...rows].map(([action, count]) => ({ action, rows: count }));
  if (json) return JSON.stringify({ actions, ...(charges && { charges }), counts, out }, null, 2);
  const table = textTable(
    [textColumn('best action'), numberColumn('rows')],
    counts.map(({ action, rows: count }) => [action, formatNumber(count)]),
  );
  return `${table}${chargesText(answer)}\nwritten: ${out}`;
}
