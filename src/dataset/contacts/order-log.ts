/** Puts the rows of a log in order: by customer and time, the same however the file was shuffled. */
import { InputError } from '../../core/errors';
import { tablePlace } from '../read/read-table';
import type { LogSchema } from '../schema/log-schema';
import type { ContactLog, Names, RawColumn } from './contact-log';
import { textHash } from './row-hashes';
import { reordered, rowOrder } from './row-order';

/** Customers numbered by a hash of their names: an order that no file has, so that none can change it. */
function hashOrdered({ codes, names }: Names): Names {
  const hashes = Float64Array.from(names, (name) => textHash(name));
  const order = rowOrder(names.length, null, 1, [hashes]);
  const rank = new Int32Array(names.length);
  order.forEach((code, place) => (rank[code] = place));
  return {
    codes: codes.map((code) => rank[code]!),
    names: Array.from(order, (code) => names[code]!),
  };
}

/** Two rows of one customer at one time have no order. @throws InputError with both lines */
function expectNoTies(log: ContactLog, schema: LogSchema, sequence: Float64Array | null): void {
  const { customers, times, rows, contentHashes } = log;
  if (customers === null || times === null) return;
  for (let row = 1; row < rows; row += 1) {
    const before = row - 1;
    const differs =
      customers.codes[row] !== customers.codes[before] ||
      times[row] !== times[before] ||
      (sequence !== null && sequence[row] !== sequence[before]);
    if (differs) continue;
    const [first, second] = [before, row].sort((a, b) => log.lines[a]! - log.lines[b]!) as [number, number];
    const what =
      contentHashes[row] === contentHashes[before]
        ? 'the same row twice'
        : `two rows of ${JSON.stringify(customers.names[customers.codes[row]!])} at the same time`;
    throw new InputError(
      `${tablePlace(log, second)} ${schema.time!}: expected another time than in line ${log.lines[first]!}, got ${what}; ` +
        (schema.sequence === undefined
          ? 'sequence in the schema may name a column that orders them'
          : `${schema.sequence} does not order them either`),
    );
  }
}

function orderedColumn(column: RawColumn, order: Int32Array): RawColumn {
  return column.kind === 'category'
    ? { ...column, codes: reordered(column.codes, order) }
    : { ...column, values: reordered(column.values, order) };
}

/**
 * @param sequence [rows] what orders rows of one customer and time
 * @throws InputError for rows that have no order
 */
export function inOrder(log: ContactLog, schema: LogSchema, sequence: Float64Array | null): ContactLog {
  const customers = log.customers === null ? null : hashOrdered(log.customers);
  const order = rowOrder(log.rows, customers?.codes ?? null, customers?.names.length ?? 1, [
    ...[log.times, sequence, log.contentHashes],
  ]);
  const width = log.actions.length;
  const maybe = <Kind extends Float64Array | Int32Array | Uint8Array>(values: Kind | null, numbers = 1) =>
    values === null ? null : reordered(values, order, numbers);
  const names = ({ codes, names: all }: Names): Names => ({ codes: reordered(codes, order), names: all });
  const ordered: ContactLog = {
    ...log,
    fileOf: maybe(log.fileOf),
    lines: reordered(log.lines, order),
    customers: customers === null ? null : names(customers),
    times: maybe(log.times),
    loggedActions: reordered(log.loggedActions, order),
    rewards: reordered(log.rewards, order),
    outcomes: new Map([...log.outcomes].map(([name, values]) => [name, reordered(values, order)])),
    propensities: maybe(log.propensities),
    actionPropensities: maybe(log.actionPropensities, width),
    groups: maybe(log.groups),
    eligible: maybe(log.eligible, width),
    costs: reordered(log.costs, order),
    weights: maybe(log.weights),
    terminal: maybe(log.terminal),
    features: log.features.map((column) => orderedColumn(column, order)),
    ruleColumns: new Map([...log.ruleColumns].map(([name, column]) => [name, names(column)])),
    contentHashes: reordered(log.contentHashes, order),
  };
  expectNoTies(ordered, schema, sequence === null ? null : reordered(sequence, order));
  return ordered;
}
