/** The contact log of a company: its contacts, and what of what came of them profiles count. */
import { readContactLog } from '../../dataset/contacts/read-contact-log';
import { milliseconds } from '../../dataset/schema/lengths-of-time';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { CompanySchema } from './company-schema';
import { answers, type Answer, type Contacts } from './company-tables';
import { byCustomerAndTime, renumbered, type TableForm, type Unordered } from './unordered';

/** @throws InputError with file, line, column, expectation and value */
export async function readContacts(
  files: readonly string[],
  spec: NonNullable<CompanySchema['contacts']>,
  schema: LogSchema,
  { onProgress }: Pick<TableForm, 'onProgress'>,
): Promise<Unordered<Contacts>> {
  const log = await readContactLog(files, schema, {}, { onProgress });
  const { names, codes } = log.customers!;
  const kept: number[] = [];
  for (let row = 0; row < log.rows; row += 1) if (log.loggedActions[row] !== 0) kept.push(row);
  const rows = Int32Array.from(kept);
  const cameOf = (answer: Answer): Uint8Array | null => {
    if (spec[answer] === undefined) return null;
    const values = log.outcomes.get(spec[answer])!;
    return Uint8Array.from(rows, (row) => (values[row]! > 0 ? 1 : 0));
  };
  const came = Object.fromEntries(answers.map((answer) => [answer, cameOf(answer)])) as Contacts['came'];
  return {
    names,
    finish: (numbers) => {
      const customers = renumbered(
        rows.map((row) => codes[row]!),
        numbers.of(names),
      );
      const times = Float64Array.from(rows, (row) => log.times![row]!);
      const { starts, order } = byCustomerAndTime(customers, times, numbers.count);
      return {
        ...{ rows: rows.length, starts, times: order.doubles(times), actionNames: log.actions },
        actions: order.integers(rows.map((row) => log.loggedActions[row]!)),
        came: Object.fromEntries(
          answers.map((answer) => [answer, came[answer] && order.table(came[answer], 1)]),
        ) as Contacts['came'],
        window: schema.window === undefined ? 0 : milliseconds(schema.window),
      };
    },
  };
}
