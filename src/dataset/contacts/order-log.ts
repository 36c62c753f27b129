/** Puts the rows of a log in order: by customer and time, the same however the file was shuffled. */
import { InputError } from '../../core/errors';
import { tablePlace } from '../read/read-table';
import type { LogSchema } from '../schema/log-schema';
import type { ContactLog, Names, RawColumn } from './contact-log';
import { hashesOf, withContentHashes, type Columns } from './content-hashes';
import { textHash } from './row-hashes';
import { evenOrder, rowOrder } from './row-order';
import { Reordering } from './reordering';

/** Customers numbered by a hash of their names: an order that no file has, so that none can change it. */
function hashOrdered({ codes, names }: Names): Names {
  const hashes = new Float64Array(names.length);
  for (let code = 0; code < names.length; code += 1) hashes[code] = textHash(names[code]!);
  const order = evenOrder(hashes, 2 ** 53);
  const rank = new Int32Array(names.length);
  for (let place = 0; place < order.length; place += 1) rank[order[place]!] = place;
  for (let row = 0; row < codes.length; row += 1) codes[row] = rank[codes[row]!]!;
  return { codes, names: Array.from(order, (code) => names[code]!) };
}

/** Two rows of one customer at one time have no order. @throws InputError with both lines */
function expectNoTies(log: ContactLog, schema: LogSchema, sequence: Float64Array | null): void {
  const { customers, times, rows } = log;
  if (customers === null || times === null) return;
  const { codes, names } = customers;
  for (let row = 1; row < rows; row += 1) {
    const before = row - 1;
    const differs =
      times[row] !== times[before] ||
      codes[row] !== codes[before] ||
      (sequence !== null && sequence[row] !== sequence[before]);
    if (differs) continue;
    const [first, second] = [before, row].sort((a, b) => log.lines[a]! - log.lines[b]!) as [number, number];
    const hashes = log.contentHashes();
    const what =
      hashes[row] === hashes[before]
        ? 'the same row twice'
        : `two rows of ${JSON.stringify(names[codes[row]!])} at the same time`;
    throw new InputError(
      `${tablePlace(log, second)} ${schema.time!}: expected another time than in line ${log.lines[first]!}, got ${what}; ` +
        (schema.sequence === undefined
          ? 'sequence in the schema may name a column that orders them'
          : `${schema.sequence} does not order them either`),
    );
  }
}

function reorderedColumn(column: RawColumn, reordering: Reordering): RawColumn {
  return column.kind === 'category'
    ? { ...column, codes: reordering.integers(column.codes) }
    : { ...column, values: reordering.doubles(column.values) };
}

function orderOf(log: Columns, sequence: Float64Array | null): Int32Array {
  const { rows, customers, times } = log;
  // Rows of a customer at one time are refused: only where one of the two is not known, the whole row decides.
  const hashes = customers === null || times === null ? hashesOf(log) : null;
  const count = customers?.names.length ?? 1;
  return rowOrder(rows, customers?.codes ?? null, count, [times, sequence, hashes]);
}

/**
 * Logs may fill half the memory, so columns are put in order where they lie.
 *
 * @param given its columns are taken over
 * @param sequence [rows] what orders rows of one customer and time; taken over too
 * @throws InputError for rows that have no order
 */
export function inOrder(given: Columns, schema: LogSchema, sequence: Float64Array | null): ContactLog {
  const customers = given.customers === null ? null : hashOrdered(given.customers);
  const log = { ...given, customers };
  const order = new Reordering(orderOf(log, sequence));
  const width = log.actions.length;
  const integers = (values: Int32Array | null) => values && order.integers(values);
  const doubles = (values: Float64Array | null) => values && order.doubles(values);
  const names = ({ codes, names: all }: Names): Names => ({ codes: order.integers(codes), names: all });
  const ordered = withContentHashes({
    ...log,
    fileOf: integers(log.fileOf),
    lines: order.integers(log.lines),
    customers: customers && names(customers),
    times: doubles(log.times),
    loggedActions: order.integers(log.loggedActions),
    rewards: order.doubles(log.rewards),
    outcomes: new Map([...log.outcomes].map(([name, values]) => [name, order.doubles(values)])),
    propensities: doubles(log.propensities),
    actionPropensities: log.actionPropensities && order.table(log.actionPropensities, width),
    groups: integers(log.groups),
    eligible: log.eligible && order.table(log.eligible, width),
    costs: order.doubles(log.costs),
    weights: doubles(log.weights),
    terminal: log.terminal && order.table(log.terminal, 1),
    features: log.features.map((column) => reorderedColumn(column, order)),
    ruleColumns: new Map([...log.ruleColumns].map(([name, column]) => [name, names(column)])),
  });
  expectNoTies(ordered, schema, doubles(sequence));
  return ordered;
}
