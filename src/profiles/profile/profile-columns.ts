/** All columns of a profile, by the table that each is made of. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { CompanyTables, EndingTable } from '../tables/company-tables';
import { attributeColumns } from './attribute-columns';
import { contactColumns, messageColumns } from './engagement-columns';
import type { MomentOf } from './moments';
import { purchaseColumns } from './purchase-columns';
import type { Totals } from './totals';

/** Columns that are made of one table, and so are known as long as it is. */
export interface TableColumns {
  readonly table: EndingTable;
  /** [rows] each */
  readonly columns: readonly RawColumn[];
}

/**
 * @param tables whose attributes are those of the rows of the totals
 * @param totals [rows] each
 */
export function profileColumns(
  tables: Pick<CompanyTables, 'attributes' | 'transactions' | 'contacts' | 'products' | 'dayOf'>,
  { transactions, contacts, messages }: Pick<Totals, 'transactions' | 'contacts' | 'messages'>,
  momentOf: MomentOf,
): TableColumns[] {
  const { attributes } = tables;
  const parts: TableColumns[] = [];
  const add = (table: EndingTable, columns: readonly RawColumn[]) => parts.push({ table, columns });
  if (attributes !== null) add('customers', attributeColumns(attributes, momentOf));
  if (transactions !== null) add('transactions', purchaseColumns(tables, transactions, momentOf));
  if (contacts !== null) add('contacts', contactColumns(contacts, tables.contacts!, momentOf));
  if (messages !== null) add('messages', messageColumns(messages, momentOf));
  return parts;
}
