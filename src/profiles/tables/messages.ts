/** The table of what customers wrote. */
import { NameColumn } from '../../dataset/read/columns';
import { TimeColumn } from '../../dataset/read/contact-columns';
import { readTable } from '../../dataset/read/read-table';
import type { CompanySchema } from './company-schema';
import type { Messages } from './company-tables';
import { expectBefore } from './table-ends';
import { byCustomerAndTime, renumbered, type TableForm, type Unordered } from './unordered';

/** @throws InputError with file, line, column, expectation and value */
export async function readMessages(
  files: readonly string[],
  spec: NonNullable<CompanySchema['messages']>,
  { required, timeZone, ahead, unit, ends, format, onProgress }: TableForm,
): Promise<Unordered<Messages>> {
  const customer = new NameColumn(spec.customer);
  const time = new TimeColumn(spec.time, required, unit, ahead);
  const text = new NameColumn(spec.text, true);
  const source = await readTable(files, [customer, time, text], { ...format, onProgress });
  expectBefore(source, spec.time, time.values(), ends.messages, timeZone);
  const names = customer.names();
  return {
    names,
    finish: (numbers) => {
      const customers = renumbered(customer.codes(), numbers.of(names));
      const times = time.values();
      const { starts, order } = byCustomerAndTime(customers, times, numbers.count);
      const texts = text.names();
      return {
        ...{ rows: source.rows, starts, times: order.doubles(times) },
        texts: Array.from(order.integers(text.codes()), (code) => texts[code]!),
      };
    },
  };
}
