/** How many decisions a log will become and what memory they will take, known before any is taken. */
import type { ContactLog } from '../contacts/contact-log';
import { MOST_LEVELS } from '../features/fit-features';
import type { LogSchema } from '../schema/log-schema';
import { calendarCount } from './calendar';
import { historyWidth } from './history';
import { keptRows } from './kept-rows';

export interface DecisionSize {
  readonly count: number;
  /** Columns to decide on. */
  readonly columns: number;
  /** Of decisions and their columns, beside the log itself. */
  readonly bytes: number;
  /** Of what a network sees of all of them, at most. */
  readonly encodedBytes: number;
}

const DOUBLE = 8;
const INTEGER = 4;

/** Discount, unit of a split; row, next, first of the customer; gone, cut short. */
const BYTES_EACH = 2 * DOUBLE + 3 * INTEGER + 2;
/** What the log itself holds too: time, reward, cost; action. */
const BYTES_OF_LOG = 3 * DOUBLE + INTEGER;
/** Where a later row has the outcome: which one, and its time. */
const BYTES_OF_LATER = INTEGER + DOUBLE;

/** Of what the network sees of one decision, in single precision, at most: each category, and what is missing. */
function mostInputs(log: ContactLog): number {
  return log.features
    .map((column) => (column.kind === 'category' ? Math.min(MOST_LEVELS, column.names.length) + 2 : 2))
    .reduce((sum, inputs) => sum + inputs, 0);
}

/** @throws InputError for a calendar so fine that its decisions would not fit into memory */
export function sizeOfDecisions(log: ContactLog, schema: LogSchema): DecisionSize {
  const { rows, leftOut } = keptRows(log, schema);
  const hasCalendar = schema.calendar !== undefined;
  const count = hasCalendar ? calendarCount(log, rows, schema) : rows.length;
  const history = historyWidth(schema.history ?? [], log.actions);
  // Where every row is a decision, the log's own columns are those of the decisions.
  const isShared = !hasCalendar && count === log.rows;
  const own = log.features.map(({ kind }) => (kind === 'category' ? INTEGER : DOUBLE));
  const isNet = schema.rewardNetOfCost !== false;
  const columns = isShared ? 0 : own.reduce((sum, bytes) => sum + bytes, 0);
  const copied = columns + (isShared && isNet ? 0 : BYTES_OF_LOG);
  const later = schema.rewardOf === 'this row' ? 0 : BYTES_OF_LATER;
  const isMasked = log.eligible !== null || (schema.rules ?? []).length > 0;
  const each =
    BYTES_EACH +
    copied +
    later +
    DOUBLE * history +
    (isMasked ? log.actions.length : 0) +
    (hasCalendar ? 1 : 0);
  const listed = Object.values(leftOut).reduce((sum, { length }) => sum + length, 0);
  return {
    count,
    columns: log.features.length + history,
    bytes: count * each + INTEGER * (listed + (hasCalendar ? rows.length : 0)),
    encodedBytes: count * 4 * (mostInputs(log) + 2 * history),
  };
}
