import { isKnownByList } from '../profile/attribute-columns';
import type { CompanyTables } from '../tables/company-tables';

/** Whether anything of a customer was known before a moment. */
export function isKnownBefore(tables: CompanyTables, customer: number, moment: number): boolean {
  const { attributes, transactions, contacts, messages } = tables;
  if (attributes !== null && isKnownByList(attributes, customer, moment)) return true;
  return [transactions, contacts, messages].some((events) => {
    if (events === null) return false;
    const first = events.starts[customer]!;
    return first < events.starts[customer + 1]! && events.times[first]! < moment;
  });
}
