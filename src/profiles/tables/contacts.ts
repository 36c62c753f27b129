/** The contact log of a company: its contacts, and what of what came of them profiles count. */
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { readContactLog } from '../../dataset/contacts/read-contact-log';
import { milliseconds } from '../../dataset/schema/lengths-of-time';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { CompanySchema } from './company-schema';
import { answers, type Answer, type Contacts } from './company-tables';
import { gathered } from './gathered';
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

/** @throws InputError with file, line, column, expectation and value */
export async function readContacts(
  files: readonly string[],
  spec: NonNullable<CompanySchema['contacts']>,
  schema: LogSchema,
  { onProgress }: Pick<TableForm, 'onProgress'>,
): Promise<Unordered<Contacts>> {
  const log = await readContactLog(files, schema, {}, { onProgress });
  const { names, codes } = log.customers!;
  const rows = contactRows(log);
  const cameOf = (answer: Answer): Uint8Array | null => {
    if (spec[answer] === undefined) return null;
    const values = gathered(log.outcomes.get(spec[answer])!, rows);
    const came = new Uint8Array(values.length);
    for (let row = 0; row < values.length; row += 1) came[row] = values[row]! > 0 ? 1 : 0;
    return came;
  };
  const came = byAnswer(cameOf);
  return {
    names,
    finish: (numbers) => {
      const customers = renumbered(gathered(codes, rows), numbers.of(names));
      const times = gathered(log.times!, rows);
      const { starts, order } = byCustomerAndTime(customers, times, numbers.count);
      return {
        ...{ rows: rows.length, starts, times: order.doubles(times), actionNames: log.actions },
        actions: order.integers(gathered(log.loggedActions, rows)),
        came: byAnswer((answer) => came[answer] && order.table(came[answer], 1)),
        goneAfter: goneAfter(log, numbers.of(names), numbers.count),
        window: schema.window === undefined ? 0 : milliseconds(schema.window),
      };
    },
  };
}
