import type { Moments } from '../profile/moments';
import type { TableColumns } from '../profile/profile-columns';
import type { CompanyTables } from '../tables/company-tables';
import { boughtWithin } from './bought';
import { engagedColumns } from './engaged';

/** What was bought, and came of contacts, in the last window before each moment. */
export function recentColumns(tables: CompanyTables, rows: Moments, window: number): TableColumns[] {
  const { transactions, contacts } = tables;
  const parts: TableColumns[] = [];
  if (transactions !== null) {
    const { purchases, spend } = boughtWithin(tables, rows, -window, 0);
    const columns = [
      { name: 'recent_purchases', kind: 'count', values: purchases },
      { name: 'recent_spend', kind: 'number', values: spend },
    ] as const;
    parts.push({ table: 'transactions', columns });
  }
  if (contacts !== null) parts.push({ table: 'contacts', columns: engagedColumns(contacts, rows, window) });
  return parts;
}
