/** Moments as people type them, by the clocks of a company. */
import { InputError, show } from '../../core/errors';
import { momentOf as momentIn } from '../../dataset/schema/time-units';
import { momentForm } from '../../profiles/tables/company-schema';
import type { Company } from '../../profiles/tables/open-company';

/** @param flag that it was given by @returns milliseconds @throws InputError */
export function momentOf(asOf: string, { schema }: Company, flag = '--as-of'): number {
  const moment = momentIn(asOf, schema);
  if (!Number.isNaN(moment)) return moment;
  throw new InputError(`${flag}: expected ${momentForm(schema)}, got ${show(asOf)}`);
}

/** Days begin elsewhere in another zone, and with them everything that is counted by days. @throws InputError */
export function expectSameClocks(
  place: string,
  { timeZone }: { readonly timeZone: string },
  { file, schema }: Company,
): void {
  if (schema.timeZone === timeZone) return;
  throw new InputError(
    `${file} timeZone: expected ${show(timeZone)}, as of the tables that ${place} was fitted on, got ${show(schema.timeZone)}`,
  );
}
