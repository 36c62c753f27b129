/** The contact log of a company: its contacts, what of what came of them profiles count, and all its decisions. */
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { readContactLog } from '../../dataset/contacts/read-contact-log';
import { milliseconds } from '../../dataset/schema/lengths-of-time';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { CompanySchema } from './company-schema';
import { answers, type Answer, type Contacts, type Decisions } from './company-tables';
import { gathered } from './gathered';
import { expectBefore } from './table-ends';
import { byCustomerAndTime, renumbered, type TableForm, type Unordered } from './unordered';

function byAnswer(of: (answer: Answer) => Uint8Array | null): Contacts['came'] {
  return Object.fromEntries(answers.map((answer) => [answer, of(answer)])) as Contacts['came'];
}

/** Rows of the log that are contacts. */
function contactRows({ rows, loggedActions }: ContactLog): Int32Array {
  const found = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    if (loggedActions[row] === 0) continue;
    found[count] = row;
    count += 1;
  }
  return found.subarray(0, count);
}

/** [customers] the first of the moments after which each was gone. @param numbers of the log's customers */
function goneAfter(
  { terminal, customers, times, rows }: ContactLog,
  numbers: Int32Array,
  count: number,
): Float64Array | null {
  if (terminal === null) return null;
  const first = new Float64Array(count).fill(NaN);
  for (let row = 0; row < rows; row += 1) {
    if (terminal[row] === 0) continue;
    const customer = numbers[customers!.codes[row]!]!;
    // Only the first one: what comes later must not change what was known before it.
    if (!(first[customer]! <= times![row]!)) first[customer] = times![row]!;
  }
  return first;
}

export interface ContactTables {
  readonly contacts: Contacts;
  readonly decisions: Decisions;
}

/** @throws InputError with file, line, column, expectation and value */
export async function readContacts(
  files: readonly string[],
  spec: NonNullable<CompanySchema['contacts']>,
  schema: LogSchema,
  { ends, timeZone, onProgress }: Pick<TableForm, 'ends' | 'timeZone' | 'onProgress'>,
): Promise<Unordered<ContactTables>> {
  const log = await readContactLog(files, schema, {}, { onProgress });
  expectBefore(log, schema.time!, log.times!, ends.contacts, timeZone);
  const { names, codes } = log.customers!;
  const came = byAnswer((answer) => {
    if (spec[answer] === undefined) return null;
    return Uint8Array.from(log.outcomes.get(spec[answer])!, (value) => (value > 0 ? 1 : 0));
  });
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  const chosen = contactRows(log);
  return {
    names,
    finish: (numbers) => {
      // Before codes are made numbers, and rows put in order, where they lie.
      const gone = goneAfter(log, numbers.of(names), numbers.count);
      const customers = renumbered(codes, numbers.of(names));
      const times = log.times!;
      const eventsOf = (some: Int32Array | null) => {
        const own = <Values extends Float64Array | Int32Array | Uint8Array>(values: Values): Values =>
          some === null ? values : gathered(values, some);
        const { starts, order } = byCustomerAndTime(own(customers), own(times), numbers.count);
        const events = {
          ...{ rows: some?.length ?? log.rows, starts, times: order.doubles(own(times)) },
          ...{ actionNames: log.actions, actions: order.integers(own(log.loggedActions)), window },
          came: byAnswer((answer) => came[answer] && order.table(own(came[answer]), 1)),
        };
        return { events, order };
      };
      // First, as copies: all rows are then put in order where they lie.
      const contacts = { ...eventsOf(chosen).events, goneAfter: gone };
      const { events, order } = eventsOf(null);
      const propensities = log.propensities && order.doubles(log.propensities);
      const allowed = log.eligible && order.table(log.eligible, log.actions.length);
      const costs = schema.cost === undefined ? null : order.doubles(log.costs);
      return { contacts, decisions: { ...events, propensities, allowed, costs } };
    },
  };
}
