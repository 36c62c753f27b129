import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { CompanyTables } from '../tables/company-tables';
import { boughtWithin, type Moments } from './bought';
import { engagedColumns } from './engaged';

/** What was bought, and came of contacts, in the last window before each moment. */
export function recentColumns(tables: CompanyTables, rows: Moments, window: number): RawColumn[] {
  const { transactions, contacts } = tables;
  const engaged = contacts === null ? [] : engagedColumns(contacts, rows, window);
  if (transactions === null) return engaged;
  const { purchases, spend } = boughtWithin(tables, rows, -window, 0);
  return [
    { name: 'recent_purchases', kind: 'count', values: purchases },
    { name: 'recent_spend', kind: 'number', values: spend },
    ...engaged,
  ];
}
