/** What the table of customers says, as of a moment. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { Attributes } from '../tables/company-tables';
import { daysSince } from './days-since';
import type { MomentOf } from './moments';

/** Whether the table knows a customer before a moment: without a date it always did. */
export function isKnownByList({ listed, since }: Attributes, customer: number, moment: number): boolean {
  return listed[customer] === 1 && !(since !== null && since[customer]! >= moment);
}

/** A column without what belongs to customers of later. */
function asOf(column: RawColumn, attributes: Attributes, momentOf: MomentOf): RawColumn {
  const isKnown = (_: number, row: number) => isKnownByList(attributes, row, momentOf(row));
  if (column.kind === 'category')
    return { ...column, codes: column.codes.map((code, row) => (isKnown(code, row) ? code : -1)) };
  const values = column.values.map((value, row) => (isKnown(value, row) ? value : NaN));
  if (column.kind === 'date') return daysSince(`days_since_${column.name}`, values, momentOf);
  return { ...column, values };
}

/**
 * `tenure_days`: days since one is a customer; then what the company knows of its customers, dates as days since.
 *
 * @param attributes of each row
 */
export function attributeColumns(attributes: Attributes, momentOf: MomentOf): RawColumn[] {
  const { since, columns } = attributes;
  return [
    ...(since === null ? [] : [daysSince('tenure_days', since, momentOf)]),
    ...columns.map((column) => asOf(column, attributes, momentOf)),
  ];
}
