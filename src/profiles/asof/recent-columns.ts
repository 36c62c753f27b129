import type { Moments } from '../profile/moments';
import type { TableColumns } from '../profile/profile-columns';
import { inOrder } from '../profile/walk-moments';
import type { CompanyTables } from '../tables/company-tables';
import { boughtWithin } from './bought';
import { engagedColumns } from './engaged';
import { fadingContacts, fadingPurchases } from './fading-columns';

/** What was bought, and came of contacts, in the last window before each moment, and what of all before it has not faded. */
export function recentColumns(tables: CompanyTables, rows: Moments, window: number): TableColumns[] {
  const { transactions, contacts } = tables;
  const asked = { rows, order: inOrder(rows) };
  const parts: TableColumns[] = [];
  if (transactions !== null) {
    const { purchases, spend } = boughtWithin(tables, rows, -window, 0);
    const columns = [
      { name: 'recent_purchases', kind: 'count', values: purchases },
      { name: 'recent_spend', kind: 'number', values: spend },
      ...fadingPurchases(transactions, asked),
    ] as const;
    parts.push({ table: 'transactions', columns });
  }
  if (contacts !== null) {
    const columns = [
      ...engagedColumns(contacts, rows, window, asked.order),
      ...fadingContacts(contacts, asked),
    ];
    parts.push({ table: 'contacts', columns });
  }
  return parts;
}
